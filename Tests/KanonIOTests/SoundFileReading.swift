import CSndfile

/// What a program that knows WAV sees in a file.
struct SoundFileReading {
    var frames: Int
    var channels: Int
    var sampleRate: Int
    var format: Int32
    var left: [Float]

    init(_ path: String) throws {
        var info = SF_INFO()
        guard let file = sf_open(path, Int32(SFM_READ), &info) else { throw Missing() }
        defer { sf_close(file) }
        frames = Int(info.frames)
        channels = Int(info.channels)
        sampleRate = Int(info.samplerate)
        format = info.format
        var samples = [Float](repeating: 0, count: frames * channels)
        // What the header promises is really there.
        guard sf_readf_float(file, &samples, info.frames) == info.frames else { throw Missing() }
        let channels = channels
        left = (0..<frames).map { samples[$0 * channels] }
    }

    var isWave24: Bool {
        format == Int32(SF_FORMAT_WAV | SF_FORMAT_PCM_24) || format == Int32(SF_FORMAT_WAVEX | SF_FORMAT_PCM_24)
    }
    var isWaveFloat: Bool {
        format == Int32(SF_FORMAT_WAV | SF_FORMAT_FLOAT) || format == Int32(SF_FORMAT_WAVEX | SF_FORMAT_FLOAT)
    }
    var peak: Float { left.reduce(0) { max($0, abs($1)) } }
}
