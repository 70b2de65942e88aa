extension StringProtocol {
    /// The text on one line, as it may be shown: control characters, line breaks and what turns or hides text (the categories
    /// Cc, Cf, Zl and Zp of Unicode) stand as YAML's escapes, such as `\n`, `\x1B`, `\u202E`. The joiners of letters and emoji stay.
    public var printable: String { escaped { _ in false } }

    /// The same for text of several lines: line feeds and tabs stay.
    public var printableLines: String { escaped { $0 == "\n" || $0 == "\t" } }

    /// Its lines on one, a blank between each two.
    var line: String { split(whereSeparator: \.isNewline).joined(separator: " ") }

    /// The same for JSON, which means what it meant: an encoder leaves DEL, C1 and what turns text as it is.
    public var printableJSON: String {
        escaped {
            $0 == "\n"
        } as: {
            String($0).utf16.map { "\\u" + $0.digits(4) }.joined()
        }
    }

    private func escaped(
        _ isAllowed: (Unicode.Scalar) -> Bool, as escape: (Unicode.Scalar) -> String = { $0.yamlEscape }
    ) -> String {
        guard utf8.contains(where: { !(0x20...0x7E).contains($0) }) else { return String(self) }
        var shown = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            if scalar.isPrintable || isAllowed(scalar) {
                shown.append(scalar)
            } else {
                shown.append(contentsOf: escape(scalar).unicodeScalars)
            }
        }
        return String(shown)
    }
}

extension Unicode.Scalar {
    /// Whether it shows as itself and moves nothing else on a terminal.
    var isPrintable: Bool {
        switch value {
        case 0x20...0x7E: return true
        // Both joiners, of which scripts and emoji are made.
        case 0x200C, 0x200D: return true
        default:
            switch properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: return false
            default: return true
            }
        }
    }

    /// As it is written between double quotes in YAML.
    var yamlEscape: String {
        switch value {
        case 0x09: return "\\t"
        case 0x0A: return "\\n"
        case 0x0D: return "\\r"
        case ...0xFF: return "\\x" + value.digits(2)
        case ...0xFFFF: return "\\u" + value.digits(4)
        default: return "\\U" + value.digits(8)
        }
    }
}

extension FixedWidthInteger {
    /// In hexadecimal, at least `count` digits.
    fileprivate func digits(_ count: Int) -> String {
        let text = String(self, radix: 16, uppercase: true)
        return String(repeating: "0", count: Swift.max(count - text.count, 0)) + text
    }
}
