import Foundation

/// The numbers in Scala's files. What follows one on its line is ignored, unless it shows that the number was meant otherwise.
extension ScalaLine {
    /// A whole number within `range`, called `what` in messages.
    mutating func whole(_ what: String, _ range: ClosedRange<Int>) throws(Complaint) -> Int {
        let allowed = "allowed is \(range.lowerBound) … \(range.upperBound)"
        skipBlanks()
        let word = word
        let start = position
        let isNegative = take("-")
        if !isNegative { _ = take("+") }
        let digits = digits()
        guard !digits.isEmpty, next.map({ Self.isBlank($0) || $0 == "!" }) ?? true else {
            goBack(to: start)
            throw Complaint("\(what) cannot be \(Tree.quote(word))", allowed: allowed)
        }
        guard let number = Int(digits), range.contains(isNegative ? -number : number) else {
            goBack(to: start)
            throw Complaint("\(what) cannot be \(isNegative ? "-" : "")\(digits)", allowed: allowed)
        }
        return isNegative ? -number : number
    }

    /// A frequency above 0.
    mutating func hertz(_ what: String) throws(Complaint) -> Double {
        let allowed = "allowed is a frequency in Hz, as in 440.0"
        skipBlanks()
        let word = word
        let start = position
        _ = take("+")
        var digits = digits()
        try refuseComma(after: digits, from: start)
        if take(".") { digits += "." + self.digits() + "0" }
        guard let hertz = Double("0" + digits), hertz > 0, hertz.isFinite else {
            goBack(to: start)
            throw Complaint("\(what) cannot be \(Tree.quote(word))", allowed: allowed)
        }
        return hertz
    }

    /// A pitch of a scale in cents: a number with a period, or a ratio.
    mutating func pitch() throws(Complaint) -> Double {
        skipBlanks()
        let start = position
        let isNegative = take("-")
        if !isNegative { _ = take("+") }
        let digits = digits()
        try refuseComma(after: digits, from: start)
        if take(".") { return try cents(digits, isNegative: isNegative, from: start) }
        guard !digits.isEmpty else { throw noPitch(from: start) }
        let denominator = try denominator(from: start)
        guard let upper = Double(digits), let lower = Double(denominator), !isNegative, upper > 0, lower > 0,
            upper.isFinite, lower.isFinite
        else {
            goBack(to: start)
            throw Complaint(
                "a ratio cannot be \(isNegative ? "-" : "")\(digits)/\(denominator)", allowed: "both its numbers are greater than 0")
        }
        return 1200 * log2(upper / lower)
    }

    private mutating func cents(_ whole: String, isNegative: Bool, from start: Int) throws(Complaint) -> Double {
        let decimals = digits()
        guard !whole.isEmpty || !decimals.isEmpty else { throw noPitch(from: start) }
        let most = Self.mostCents
        guard let cents = Double("0" + whole + "." + decimals + "0"), cents <= most else {
            goBack(to: start)
            throw Complaint("\(word) cents are too many", allowed: "allowed is -\(Int(most)).0 … \(Int(most)).0")
        }
        return isNegative ? -cents : cents
    }

    /// What follows the numerator: `/` and digits, with blanks if wanted; 1 where no slash does.
    private mutating func denominator(from start: Int) throws(Complaint) -> String {
        let end = position
        skipBlanks()
        guard take("/") else {
            goBack(to: end)
            return "1"
        }
        skipBlanks()
        let digits = digits()
        guard !digits.isEmpty else {
            goBack(to: start)
            throw Complaint("a number should follow the slash", allowed: "a ratio is written like 3/2")
        }
        guard next != "/" else {
            goBack(to: start)
            throw Complaint("a ratio has two slashes", allowed: "it has one, as in 3/2")
        }
        return digits
    }

    /// A comma would silently make 100,5 the ratio 100.
    private mutating func refuseComma(after digits: String, from start: Int) throws(Complaint) {
        guard next == ",", position + 1 < characters.count, characters[position + 1].isNumber else { return }
        _ = take(",")
        let decimals = self.digits()
        goBack(to: start)
        throw Complaint("a comma stands for no decimals", allowed: "write a period", suggestion: "\(digits).\(decimals)")
    }

    private mutating func noPitch(from start: Int) -> Complaint {
        goBack(to: start)
        return Complaint(
            "a pitch cannot be \(Tree.quote(word))", allowed: "write cents with a period, as in 701.955, or a ratio, as in 3/2")
    }

    /// A thousand octaves.
    private static let mostCents = 1_200_000.0
}
