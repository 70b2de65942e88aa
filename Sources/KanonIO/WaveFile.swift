import CSndfile
import Glibc

/// A stereo WAV file that grows, and is a valid file at every moment in between.
///
/// The header is made right after every `write`, so a killed process leaves all but the last few milliseconds. A file of more
/// than 4 GB becomes RF64 while it is written; a shorter one stays plain WAV.
public struct WaveFile: ~Copyable {
    /// Where it is.
    public let path: String
    /// Frames in it.
    public private(set) var frames = 0
    private let file: OpaquePointer
    private let descriptor: Int32
    private var isOpen = true

    /// Makes a new file; `path` may be a folder.
    public init(_ path: String, format: RecordingFormat, sampleRate: Double) throws(IOFailure) {
        let (path, descriptor) = try TakePath.create(path)
        var info = SF_INFO()
        info.channels = 2
        info.samplerate = Int32(sampleRate.rounded())
        info.format = Int32(SF_FORMAT_RF64) | format.sample
        errno = 0
        guard let file = sf_open_fd(descriptor, Int32(SFM_WRITE), &info, 1) else {
            let reason = Self.explain(errno, nil)
            Glibc.close(descriptor)
            unlink(path)
            throw IOFailure("'\(path)' cannot be written: \(reason).")
        }
        sf_command(file, Int32(SFC_RF64_AUTO_DOWNGRADE), nil, 1)
        // Above full scale integers stay at it; without this they would turn over.
        sf_command(file, Int32(SFC_SET_CLIPPING), nil, 1)
        // A list of peaks would be rewritten at places of its own.
        sf_command(file, Int32(SFC_SET_ADD_PEAK_CHUNK), nil, 0)
        sf_command(file, Int32(SFC_UPDATE_HEADER_NOW), nil, 0)
        if sf_error(file) != Int32(SF_ERR_NO_ERROR) {
            let reason = Self.explain(errno, file)
            sf_close(file)
            unlink(path)
            throw IOFailure("'\(path)' cannot be written: \(reason).")
        }
        self.path = path
        self.file = file
        self.descriptor = descriptor
    }

    deinit { if isOpen { sf_close(file) } }

    /// Closes it. Throws where some of it could not be stored, which some file systems tell only now.
    public mutating func close() throws(IOFailure) {
        isOpen = false
        errno = 0
        guard sf_close(file) == 0 else {
            throw IOFailure("'\(path)' could not be stored whole: \(Self.explain(errno, nil)).")
        }
    }

    /// Where it is by now, if it was moved while it is open; nil where it was deleted.
    public var place: String? {
        var own = stat()
        var there = stat()
        guard fstat(descriptor, &own) == 0, own.st_nlink > 0 else { return nil }
        if stat(path, &there) == 0, there.st_dev == own.st_dev, there.st_ino == own.st_ino { return path }
        var moved = [CChar](repeating: 0, count: Int(PATH_MAX))
        guard readlink("/proc/self/fd/\(descriptor)", &moved, moved.count - 1) > 0 else { return path }
        return moved.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    }

    /// Adds frames, left and right interleaved. Throws when not all of them could be stored; the file then ends with the last
    /// whole one.
    public mutating func write(_ interleaved: UnsafePointer<Float>, count: Int) throws(IOFailure) {
        errno = 0
        let written = sf_writef_float(file, interleaved, sf_count_t(count))
        let reason = errno
        frames += max(Int(written), 0)
        if written != sf_count_t(count) {
            // A frame may be on disk in part.
            var end = sf_count_t(frames)
            sf_command(file, Int32(SFC_FILE_TRUNCATE), &end, Int32(MemoryLayout<sf_count_t>.size))
        }
        // Overwrites bytes that are there: needs no room on the disk.
        sf_command(file, Int32(SFC_UPDATE_HEADER_NOW), nil, 0)
        guard written == sf_count_t(count) else {
            let why = Self.explain(reason, file)
            throw IOFailure("The recording ended: \(why). What is in '\(path)' is whole.")
        }
    }

    /// Why a file could not be written, by the system's number or, where there is none, libsndfile's word.
    private static func explain(_ reason: Int32, _ file: OpaquePointer?) -> String {
        switch reason {
        case ENOSPC, EDQUOT: "the disk is full"
        case EFBIG: "the file may not grow any more"
        case 0: String(cString: sf_strerror(file))
        default: String(cString: strerror(reason))
        }
    }
}
