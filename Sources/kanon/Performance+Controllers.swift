import KanonControl
import KanonEngine
import KanonIO

/// What controllers ask for, and which there are.
extension Performance {
    mutating func take(_ request: ButtonRequest) {
        switch request {
        case .nextPreset: tryToPlay(.step(.next))
        case .previousPreset: tryToPlay(.step(.previous))
        case .program(let number): tryToPlay(.program(number))
        case .preset(let name): tryToPlay(.named(name))
        case .record:
            if takes.isRecording {
                _ = stopRecording()
            } else if let reason = startRecording(nil).error {
                announcement.set(reason)
            }
        }
    }

    mutating func tryToPlay(_ request: PresetRequest) {
        do throws(Diagnostics) {
            try play(request)
        } catch {
            if case .program(let number) = request, !unknownPrograms.insert(number).inserted { return }
            announcement.set(error.description)
        }
    }

    mutating func take(_ notice: MidiNotice) {
        switch notice {
        case .connected(let device):
            Output.say("\(device.name) is connected\(mappings.connect(device).map { "; \($0)" } ?? "").")
            files?.follow(mappings: mappings.paths)
        case .disconnected(let device):
            Output.say("\(device.name) is gone; its keys were let go.")
            mappings.disconnect(device.number)
            files?.follow(mappings: mappings.paths)
        case .silent(let name): Output.say("\(name) fell silent (its active sensing stopped); its keys were let go.")
        case .overflow: overflow.set("More MIDI came than ALSA could hold; all keys were let go.")
        case .ended: Output.say("ALSA's sequencer is gone; no MIDI comes this way any more.")
        }
    }
}
