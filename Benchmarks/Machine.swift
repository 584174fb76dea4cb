internal import DenseKernels
internal import Tables

/// Where and how a run was made, for every report.
struct Machine {
  let roofline: Roofline
  /// Libraries with their versions.
  let libraryNames: [String]

  /// Lines for people.
  var lines: [String] {
    let rates = roofline.bandwidths.map { "\($0.kibibytes) KiB \($0.gigabytes.rounded(to: 1))" }
    return [
      "\(Processor.modelName ?? "unknown processor"), \(Processor.allowedCount) allowed; "
        + "kernels \(Processor.kernelLevel); BLAS core \(BLASLibrary.coreName)",
      "peak \(roofline.separateGigaflops.rounded(to: 1)) GFLOP/s multiply and add, "
        + "\(roofline.fusedGigaflops.rounded(to: 1)) fused; "
        + "read GB/s: " + rates.joined(separator: ", "),
      "rivals: " + (libraryNames.isEmpty ? "none" : libraryNames.joined(separator: ", ")),
    ]
  }

  /// The same for programs.
  var members: [JSONValue.Member] {
    [
      .init("processor", .text(Processor.modelName ?? "unknown")),
      .init("allowedProcessors", .integer(Processor.allowedCount)),
      .init("rivals", .array(libraryNames.map { .text($0) })),
      .init("kernels", .text(Processor.kernelLevel)),
      .init("blasCore", .text(BLASLibrary.coreName)),
      .init("peakSeparateGigaflops", .number(roofline.separateGigaflops)),
      .init("peakFusedGigaflops", .number(roofline.fusedGigaflops)),
      .init(
        "readGigabytes",
        .object(
          roofline.bandwidths.map { .init("\($0.kibibytes) KiB", .number($0.gigabytes)) })),
    ]
  }
}
