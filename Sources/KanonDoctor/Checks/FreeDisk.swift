extension Check {
    static let freeDisk = Check("disk", "Room for recordings", why: "An hour of 24-bit stereo at 48 kHz takes a gigabyte.") { machine in
        let reading = machine.live.freeBytes
        let seen = Observation(path: machine.live.recordingFolder, reading: reading.map { "\($0 >> 20) MB free" })
        guard let free = reading.value else { return .unknown("The room cannot be seen.", seen) }
        // Stereo, 3 bytes a sample.
        let minutes = free / (48_000 * 2 * 3 * 60)
        if minutes >= 60 { return .ok("Room for \(minutes / 60) h of sound.", seen) }
        return .warning(
            "Room for \(minutes) min of sound.", seen,
            fix: Fix("Makes room.", byHand: "Free some, or record elsewhere: kanon play --record DIR/"))
    }
}
