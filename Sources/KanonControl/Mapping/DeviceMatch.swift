/// Which devices a mapping is meant for.
public struct DeviceMatch: Sendable, Hashable {
    /// Fits the device's name.
    public var name: Glob?
    /// Fits its USB identity, `vendor:product` in hexadecimal as `lsusb` prints it.
    public var usb: Glob?

    /// A match by name, by USB identity, or by both.
    public init(name: Glob? = nil, usb: Glob? = nil) {
        self.name = name
        self.usb = usb
    }

    /// Whether everything asked for fits; a match that asks for nothing fits no device.
    public func matches(name device: String, usb identity: String?) -> Bool {
        guard name != nil || usb != nil else { return false }
        if let name, !name.matches(device) { return false }
        if let usb {
            guard let identity, usb.matches(identity) else { return false }
        }
        return true
    }
}
