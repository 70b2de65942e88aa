import CSndfile

/// How samples are stored.
public enum RecordingFormat: String, CaseIterable, Sendable {
    /// WAV with 24-bit integers.
    case wav24
    /// WAV with 32-bit floats: nothing above full scale is cut.
    case wav32f

    /// For people.
    public var label: String {
        switch self {
        case .wav24: "24-bit WAV"
        case .wav32f: "32-bit float WAV"
        }
    }

    var sample: Int32 {
        switch self {
        case .wav24: Int32(SF_FORMAT_PCM_24)
        case .wav32f: Int32(SF_FORMAT_FLOAT)
        }
    }
}
