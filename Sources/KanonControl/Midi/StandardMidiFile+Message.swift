extension StandardMidiFile {
    /// The two or three bytes of a channel message.
    public struct Message: Sendable, Hashable {
        /// The kind in the high half, the channel (0…15) in the low one.
        public let status: UInt8
        /// The first data byte.
        public let data1: UInt8
        /// The second data byte; 0 where there is none.
        public let data2: UInt8

        /// 2 for program changes and channel pressure, else 3.
        public var count: Int { Self.dataBytes(status) + 1 }

        /// The bytes as they are sent.
        public var bytes: [UInt8] { Array([status, data1, data2].prefix(count)) }

        /// The data bytes that follow a channel status.
        static func dataBytes(_ status: UInt8) -> Int { status & 0xE0 == 0xC0 ? 1 : 2 }
    }
}
