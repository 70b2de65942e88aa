/// What can move a voice.
public enum ModulationSource {
    /// How hard the key was struck, 0…1.
    @inlinable public static var velocity: Int32 { 0 }
    /// Octaves above middle C.
    @inlinable public static var key: Int32 { 1 }
    /// The modulation wheel, 0…1.
    @inlinable public static var wheel: Int32 { 2 }
    /// How hard the keys are pressed, 0…1: the greater of the channel's and the key's own.
    @inlinable public static var pressure: Int32 { 3 }
    /// Controller 74, −1…1.
    @inlinable public static var timbre: Int32 { 4 }
    /// The pitch wheel, −1…1.
    @inlinable public static var bend: Int32 { 5 }
    /// The amp envelope, 0…1.
    @inlinable public static var amp: Int32 { 6 }
    /// The mod envelope, 0…1.
    @inlinable public static var mod: Int32 { 7 }
    /// The first low-frequency oscillator, −1…1.
    @inlinable public static var lfo1: Int32 { 8 }
    /// The second.
    @inlinable public static var lfo2: Int32 { 9 }
    /// Another value with every note, −1…1.
    @inlinable public static var random: Int32 { 10 }
    /// Always 1: stands for no second source.
    @inlinable public static var always: Int32 { 11 }
    /// How fast the key was let go, 0…1; 0 until then.
    @inlinable public static var lift: Int32 { 12 }
}
