import Glibc
import TestSupport
import Testing

@Suite struct SignalTests {
  private let directory = TemporaryDirectory()
  private var farrell: FarrellProcess { FarrellProcess(directory: directory) }

  /// A panel that takes many seconds.
  private func writePanel() -> String {
    var random = SplitMix64(seed: 11)
    var text = "unit,x1,x2,x3,y1,y2,y3,y4\n"
    for unit in 0..<40_000 {
      let values = (0..<7).map { _ in Double.random(in: 1...100, using: &random) }
      text += "u\(unit)," + values.map(\.description).joined(separator: ",") + "\n"
    }
    return directory.write("in.csv", Array(text.utf8))
  }

  @Test(
    "a signal ends a run with its own code, one line, and no file",
    arguments: [(SIGINT, "interrupted"), (SIGTERM, "terminated")])
  func endsCleanly(signal: Int32, word: String) {
    let panel = writePanel()
    let outcome = farrell.run(
      [
        "efficiency", panel, "--unit", "unit", "--inputs", "x1,x2,x3", "--outputs", "y1,y2,y3,y4",
        "--rts", "vrs", "--format", "csv", "-o", directory.file("out.csv"),
      ], interruption: .init(signal: signal, afterMilliseconds: 1500))
    #expect(outcome.exitCode == 128 + signal)
    #expect(outcome.errors == "farrell: \(word); no results were written\n")
    #expect(directory.names() == ["in.csv"])
  }

  @Test("a run that waits for its input ends at once")
  func waiting() {
    let pipe = directory.file("pipe")
    unsafe mkfifo(pipe, 0o600)
    // Open for writing too, so that the reader waits for text, not for a writer.
    let descriptor = unsafe open(pipe, O_RDWR | O_CLOEXEC)
    defer { close(descriptor) }
    let outcome = farrell.run(
      ["efficiency", pipe, "--unit", "unit", "--inputs", "x", "--outputs", "y"],
      interruption: .init(signal: SIGINT, afterMilliseconds: 1500))
    #expect(outcome.exitCode == 130)
    #expect(outcome.errors == "farrell: interrupted; no results were written\n")
  }
}
