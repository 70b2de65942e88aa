import KanonEngine

/// A performance on 64 voices in which everything happens that makes one block dearer than another.
///
/// A server has no patience for a dear block: what counts is the dearest, not the mean.
struct BlockScene {
    /// What happens in a block.
    enum Kind: String, CaseIterable, Encodable {
        /// 64 voices are held.
        case held
        /// 64 voices fall silent, their keys let go.
        case tails
        /// Now and then a key is struck, at any frame, and steals one of 64 voices.
        case play
        /// 64 keys are struck at one frame in silence.
        case start
        /// 64 keys are struck at one frame and steal all of 64 voices, which fade in the blocks behind.
        case steal
        /// Eight keys are struck at eight frames of one block, which splits it eight times.
        case strum
        /// 64 voices turn into another sound of the same cost.
        case change
    }

    /// A block to be rendered.
    struct Block {
        var kind: Kind
        var strokes: [KeyStroke] = []
        /// What follows the sound from this block on.
        var next: Sound?
        /// Whether it belongs to the figures; the others lead from one kind to the next.
        var counts = true
    }

    static let voices = 64
    let blocks: [Block]

    init() {
        var blocks: [Block] = []
        func add(_ kind: Kind, _ strokes: [KeyStroke] = [], blocks count: Int = 0, counts: Bool = true) {
            if !strokes.isEmpty { blocks.append(Block(kind: kind, strokes: strokes, counts: counts)) }
            for _ in 0..<count { blocks.append(Block(kind: kind, counts: counts)) }
        }
        var next = 0
        func keys(_ count: Int, at frame: (Int) -> Int) -> [KeyStroke] {
            (0..<count).map { index in
                next += 1
                return KeyStroke(number: (next - 1) % 784, frame: frame(index))
            }
        }
        add(.start, keys(64) { _ in 21 })
        add(.held, blocks: 60, counts: false)
        add(.held, blocks: 24)
        for _ in 0..<3 {
            add(.steal, keys(64) { _ in 37 }, blocks: 4)
            add(.held, blocks: 8, counts: false)
        }
        for _ in 0..<3 {
            add(.strum, keys(8) { 3 + 7 * $0 }, blocks: 3)
            add(.held, blocks: 8, counts: false)
        }
        var random: UInt64 = 1
        func chance(_ count: UInt64) -> Int {
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((random >> 33) % count)
        }
        for _ in 0..<64 { add(.play, chance(3) == 0 ? keys(1) { _ in chance(64) } : [], blocks: chance(2)) }
        for sound in [BenchSound.bright, BenchSound.typical] {
            blocks.append(Block(kind: .change, next: sound))
            // 40 ms.
            add(.change, blocks: 29)
            add(.held, blocks: 8, counts: false)
        }
        add(.tails, KeyStroke.all(next - 64..<next, isDown: false), blocks: 24)
        self.blocks = blocks
    }
}
