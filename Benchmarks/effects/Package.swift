// swift-tools-version: 6.2
// What limiter and effects cost: swift run -c release --package-path Benchmarks/effects
import PackageDescription

let v3: [SwiftSetting] = [.define("KANON_FMA"), .unsafeFlags(["-Xcc", "-march=x86-64-v3"])]

let package = Package(
    name: "EffectsBenchmark",
    targets: [
        .target(name: "KanonState"),
        .target(name: "KanonDSP", dependencies: ["KanonState"]),
        .target(name: "KanonDSPv3", dependencies: ["KanonState"], swiftSettings: v3),
        .executableTarget(name: "effects", dependencies: ["KanonState", "KanonDSP", "KanonDSPv3"], path: "effects"),
    ],
    swiftLanguageModes: [.v6]
)
