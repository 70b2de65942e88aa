/// The files of a tuning, read.
public struct TuningFiles: Sendable {
    /// Which they are.
    public let request: TuningRequest
    /// What the scale's file holds.
    public var scale = Scale.equal
    /// What the keyboard mapping's file holds.
    public var mapping = KeyboardMapping()

    /// Reads the files that `request` names, and says what is wrong with any of them.
    public init(_ request: TuningRequest = TuningRequest()) throws(Diagnostics) {
        self.request = request
        var findings: [Diagnostic] = []
        var more = 0
        func take(_ found: Diagnostics) {
            findings += found.list
            more += found.more
        }
        if let path = request.scale {
            do throws(Diagnostics) { scale = try Scale.load(path: path) } catch { take(error) }
        }
        if let path = request.mapping {
            do throws(Diagnostics) { mapping = try KeyboardMapping.load(path: path) } catch { take(error) }
        }
        if !findings.isEmpty { throw Diagnostics(findings, more: more) }
    }

    /// What they make of the keys.
    public var tuning: Tuning {
        let names = [request.scale, request.mapping].compactMap { $0.map { $0.split(separator: "/").last.map(String.init) ?? $0 } }
        return names.isEmpty ? .equal : Tuning(name: names.joined(separator: ", "), scale: scale, mapping: mapping)
    }

    /// Says in a line a finding what is wrong with a file: a scale where its name ends in `.scl`, a keyboard mapping where it
    /// ends in `.kbm`.
    public static func check(path: String) throws(Diagnostics) {
        if TuningRequest.isScaleFile(path) {
            _ = try Scale.load(path: path)
        } else if TuningRequest.isMappingFile(path) {
            _ = try KeyboardMapping.load(path: path)
        } else {
            throw Diagnostics(.name(path), "this is neither a scale nor a keyboard mapping", allowed: "allowed are files .scl and .kbm")
        }
    }
}
