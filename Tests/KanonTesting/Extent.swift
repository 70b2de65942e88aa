import Foundation

/// How much of what can be tested is tested.
public enum Extent {
    /// Everything, with `LONG=1` in the environment; otherwise a sample that is the same in every run.
    public static let isLong = ProcessInfo.processInfo.environment["LONG"] == "1"

    /// `long` with `LONG=1`, else `short`.
    public static func choose<Value>(_ short: Value, long: Value) -> Value { isLong ? long : short }
}
