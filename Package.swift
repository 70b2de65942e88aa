// swift-tools-version: 6.2
import PackageDescription

/// Warnings are errors where `CI` is set.
let strict: [SwiftSetting] = Context.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)]

/// Tests see what is internal in optimised builds too, so that one build serves players, tests and measurements.
let tested: [SwiftSetting] = strict + [.unsafeFlags(["-enable-testing"], .when(configuration: .release))]

/// Optimising tests takes longer than they gain by it.
let test: [SwiftSetting] = strict + [.unsafeFlags(["-Onone"], .when(configuration: .release))]

/// Code that runs below the JACK callback is optimised in debug builds too: unoptimised SIMD is about a thousand times slower.
let realTime: [SwiftSetting] =
    tested + [
        .unsafeFlags(["-O", "-wmo", "-num-threads", "2"], .when(configuration: .debug))
    ]

/// The same sources as `KanonDSP`, reached through symbolic links, for processors with AVX2 and FMA.
let v3: [SwiftSetting] =
    realTime + [
        .define("KANON_FMA"), .unsafeFlags(["-Xcc", "-march=x86-64-v3"]),
    ]

/// `RTSAN=1` links RealtimeSanitizer, which then watches every callback (see `make test-realtime`).
let sanitizer: [LinkerSetting] =
    Context.environment["RTSAN"] == "1"
    ? [.unsafeFlags(["-Xclang-linker", "-fsanitize=realtime"])] : []

/// `STATIC=1` links Swift's libraries into `kanon`, which then runs where there is no Swift (see `make build`). SwiftPM's own
/// `--static-swift-stdlib` would compile everything anew for it, and the tests, which cannot be linked so, anew again. The libraries
/// named are those behind Foundation, which its dynamic one brings by itself.
let selfContained: [LinkerSetting] =
    Context.environment["STATIC"] == "1"
    ? [.unsafeFlags(["-static-stdlib"])]
        + [
            "FoundationEssentials", "FoundationInternationalization", "CoreFoundation", "_FoundationICU", "_FoundationCShims",
            "_FoundationCollections", "swift_RegexParser", "swiftDispatch", "BlocksRuntime",
        ].map { .linkedLibrary($0) } : []

let package = Package(
    name: "Kanon",
    products: [.executable(name: "kanon", targets: ["kanon"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        .systemLibrary(name: "CALSA", providers: [.apt(["libasound2-dev"])]),
        .systemLibrary(name: "CJACK", providers: [.apt(["libjack-jackd2-dev"])]),
        .systemLibrary(name: "CSndfile", providers: [.apt(["libsndfile1-dev"])]),
        .target(name: "CRealtime"),
        .target(name: "KanonState", swiftSettings: realTime),
        .target(name: "KanonDSP", dependencies: ["KanonState"], swiftSettings: realTime),
        .target(name: "KanonDSPv3", dependencies: ["KanonState"], swiftSettings: v3),
        .target(
            name: "KanonEngine", dependencies: ["CRealtime", "KanonState", "KanonDSP", "KanonDSPv3"],
            swiftSettings: realTime),
        .target(name: "KanonControl", dependencies: ["KanonEngine", "Yams"], swiftSettings: tested),
        .target(
            name: "KanonIO", dependencies: ["CALSA", "CJACK", "CSndfile", "CRealtime", "KanonEngine", "KanonControl"],
            swiftSettings: tested),
        .target(name: "KanonDoctor", dependencies: ["KanonControl", "KanonEngine", "KanonIO"], swiftSettings: tested),
        .executableTarget(
            name: "kanon",
            dependencies: [
                "CRealtime", "KanonState", "KanonDSP", "KanonDSPv3", "KanonEngine", "KanonControl", "KanonIO", "KanonDoctor",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            resources: [.embedInCode("Resources/demo.mid")], swiftSettings: tested,
            linkerSettings: sanitizer + selfContained),
        .testTarget(name: "KanonDSPTests", dependencies: ["KanonDSP", "KanonDSPv3"], swiftSettings: test, linkerSettings: sanitizer),
        // What several test targets listen with; optimised, as they go through minutes of sound.
        .target(name: "KanonTesting", dependencies: ["KanonEngine", "KanonState"], path: "Tests/KanonTesting", swiftSettings: realTime),
        .testTarget(
            name: "KanonEngineTests", dependencies: ["KanonEngine", "KanonTesting"], swiftSettings: test, linkerSettings: sanitizer),
        .testTarget(name: "KanonControlTests", dependencies: ["KanonControl"], swiftSettings: test, linkerSettings: sanitizer),
        .testTarget(name: "KanonDoctorTests", dependencies: ["KanonDoctor", "KanonIO"], swiftSettings: test, linkerSettings: sanitizer),
        .testTarget(name: "KanonIOTests", dependencies: ["KanonIO", "KanonTesting"], swiftSettings: test, linkerSettings: sanitizer),
        // No `providers`: what plays does not need it, and `make test` installs it.
        .systemLibrary(name: "CEbur128", path: "Tests/CEbur128"),
        .testTarget(
            name: "kanonTests", dependencies: ["kanon", "KanonControl", "KanonEngine", "KanonIO", "KanonTesting", "CEbur128"],
            swiftSettings: test, linkerSettings: sanitizer),
    ],
    swiftLanguageModes: [.v6]
)

// `RACES=1` leaves the I/O layer and its tests, for `make test-races`: under a sanitizer all else takes minutes to build.
if Context.environment["RACES"] == "1" {
    package.products = []
    package.targets.removeAll { $0.type == .executable || $0.type == .test && $0.name != "KanonIOTests" }
}
