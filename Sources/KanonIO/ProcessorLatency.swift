import Glibc

/// Keeps processors out of the sleep from which they wake slowly, as long as it lives: a machine that has little to do would
/// otherwise take up to a few hundred µs from the card's interrupt to the audio thread. Source: the kernel's PM QoS interface,
/// Documentation/power/pm_qos_interface.rst.
final class ProcessorLatency {
    /// Why it could not be had; nil where it is.
    let failure: String?
    private let descriptor: Int32

    init(path: String = "/dev/cpu_dma_latency") {
        descriptor = open(path, O_WRONLY | O_CLOEXEC)
        var microseconds: Int32 = 0
        let isHeld = descriptor >= 0 && write(descriptor, &microseconds, 4) == 4
        failure = isHeld ? nil : "\(path): \(String(cString: strerror(errno)))"
    }

    deinit { if descriptor >= 0 { close(descriptor) } }
}
