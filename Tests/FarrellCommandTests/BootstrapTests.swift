import Glibc
import TestSupport
import Testing

@Suite("farrell bootstrap")
struct BootstrapTests {
  private let directory = TemporaryDirectory()
  private var farrell: FarrellProcess { FarrellProcess(directory: directory) }

  /// 12 units over 4 years with two inputs that drift apart.
  private func writePanel(gap: Bool = false) -> String {
    var random = SplitMix64(seed: 21)
    var text = "unit,year,k,l,y\n"
    for year in 2000..<2004 {
      for unit in 0..<12 where !(gap && unit == 3 && year == 2002) {
        let t = Double(year - 2000)
        let k = exp(Double.random(in: -0.6...0.6, using: &random) + 0.1 * t)
        let l = exp(Double.random(in: -0.6...0.6, using: &random) - 0.1 * t)
        let y = (k * l).squareRoot() * exp(0.03 * t - Double.random(in: 0...0.5, using: &random))
        text += "u\(unit),\(year),\(k),\(l),\(y)\n"
      }
    }
    return directory.write("panel.csv", Array(text.utf8))
  }

  private static let columns = [
    "--unit", "unit", "--time", "year", "--inputs", "k,l", "--outputs", "y", "--quiet",
  ]

  private func bootstrap(_ more: [String], gap: Bool = false) -> FarrellProcess.Outcome {
    farrell.run(["bootstrap", writePanel(gap: gap)] + Self.columns + more)
  }

  private static let json = ["--format", "json", "--replicates", "64"]

  @Test("any number of threads and of parts gives the same bytes")
  func sameBytes() {
    let whole = bootstrap(Self.json + ["--threads", "1"])
    #expect(whole.exitCode == 0 && whole.output.contains("\"estimand\": \"E2\""))
    for threads in ["2", "4"] {
      #expect(bootstrap(Self.json + ["--threads", threads]).output == whole.output)
    }
    let run = directory.file("run")
    for part in 1...3 {
      let drawn = bootstrap(
        Self.json + ["--run", run, "--resume", "--shard", "\(part)/3"])
      #expect(drawn.exitCode == 0 && drawn.output.isEmpty)
      let merged = farrell.run(["merge", run, "--format", "json", "--quiet"])
      #expect(merged.exitCode == (part < 3 ? 75 : 0))
      #expect(merged.output == (part < 3 ? "" : whole.output))
    }
    // A directory is enough to go on, and there is nothing left to draw.
    let again = farrell.run(
      ["bootstrap", "--run", run, "--resume", "--format", "json", "--quiet"])
    #expect(again.output == whole.output)
  }

  @Test("a run can be made without a replicate, and then be drawn by its directory")
  func begin() {
    let whole = bootstrap(Self.json)
    let run = directory.file("run")
    for _ in 1...2 {  // the second looks whether it is the same run
      let begun = bootstrap(Self.json + ["--run", run, "--resume", "--begin"])
      #expect(begun.exitCode == 0 && begun.output.isEmpty)
    }
    #expect(directory.tree("run/shards", hasFolders: false).isEmpty)
    let other = bootstrap(Self.json + ["--run", run, "--resume", "--begin", "--seed", "2"])
    #expect(other.exitCode == 64 && other.errors.contains("--seed: found 2; expected 1"))
    let drawn = farrell.run(
      ["bootstrap", "--run", run, "--resume", "--format", "json", "--quiet"])
    #expect(drawn.exitCode == 0 && drawn.output == whole.output)
    // A file with settings of other commands does not keep a merge from its results.
    let settings = directory.write("settings.toml", Array("begin = true\n".utf8))
    let merged = farrell.run(
      ["merge", run, "--format", "json", "--quiet", "--config", settings])
    #expect(merged.exitCode == 0 && merged.output == whole.output)
  }

  @Test(
    "a run that was killed goes on, and ends as if it had not been", arguments: [SIGKILL, SIGINT])
  func killed(signal: Int32) {
    let arguments = ["--format", "json", "--replicates", "160", "--threads", "2"]
    let whole = bootstrap(arguments)
    let run = directory.file("run")
    var stops = 0
    for delay in [400, 700, 550, 900, 600] as [UInt32] {
      let stopped = farrell.run(
        ["bootstrap", directory.file("panel.csv")] + Self.columns + arguments
          + ["--run", run, "--resume"],
        interruption: .init(signal: signal, afterMilliseconds: delay))
      if stopped.exitCode == 0 { break }
      stops += 1
      #expect([75, 130, 137].contains(stopped.exitCode))
      if stopped.exitCode == 75 {
        #expect(stopped.errors.contains("--resume --run \(run) draws the rest"))
      }
    }
    #expect(stops > 0)
    let done = bootstrap(arguments + ["--run", run, "--resume"])
    #expect(done.exitCode == 0 && done.output == whole.output)
  }

  @Test("a damaged shard is drawn again, and the results are those without the damage")
  func damagedShard() {
    let run = directory.file("run")
    let whole = bootstrap(Self.json + ["--run", run])
    #expect(whole.exitCode == 0)
    #expect(farrell.run(["status", run]).exitCode == 0)
    _ = directory.write("run/shards/000000", Array("nonsense".utf8))
    let status = farrell.run(["status", run, "--format", "json"])
    #expect(status.exitCode == 75)
    #expect(status.output.contains("{\"what\": \"shards damaged\", \"value\": 1}"))
    #expect(farrell.run(["merge", run, "--quiet"]).exitCode == 75)
    let again = farrell.run(["bootstrap", "--run", run, "--resume", "--format", "json"])
    #expect(again.errors.contains("warning: shard 0: "))
    #expect(again.output == whole.output)
  }

  @Test("a run goes on only as it was begun")
  func otherRun() {
    let run = directory.file("run")
    #expect(bootstrap(Self.json + ["--run", run]).exitCode == 0)
    let refused: [(arguments: [String], code: Int32, words: String)] = [
      (["--run", run], 73, "expected --resume"),
      (["--run", run, "--resume", "--seed", "2"], 64, "--seed: found 2; expected 1"),
      (["--run", run, "--resume", "--replicates", "7"], 64, "--replicates: found 7; expected 64"),
      (["--resume"], 64, "--resume: found no --run"),
      (["--shard", "1/2"], 64, "--shard: found no --run"),
      (["--begin"], 64, "--begin: found no --run"),
      (["--run", run, "--resume", "--begin", "--shard", "1/2"], 64, "--begin: found --shard"),
      (["--run", run, "--begin"], 73, "expected --resume"),
      (["--run", run, "--resume", "--shard", "3/2"], 64, "expected i/N"),
    ]
    for (arguments, code, words) in refused {
      let outcome = bootstrap(arguments)
      #expect(outcome.exitCode == code && outcome.errors.contains(words), "\(arguments)")
    }
    _ = directory.write("panel.csv", Array("unit,year,k,l,y\na,1,1,1,1\nb,1,1,1,2\n".utf8))
    let other = farrell.run(
      ["bootstrap", directory.file("panel.csv"), "--run", run, "--resume", "--quiet"])
    #expect(other.exitCode == 65 && other.errors.contains("found other data than the run"))
    _ = directory.write("run/data", Array("x".utf8))
    let changed = farrell.run(["merge", run, "--quiet"])
    #expect(changed.exitCode == 65 && changed.errors.contains("found changed bytes"))
  }

  @Test("a run remembers columns whose names hold commas and quotes")
  func quotedNames() {
    var lines = farrell.contents(writePanel()).split(separator: "\n")
    lines[0] = "unit,year,\"k, \"\"old\"\"\",\"5\"\" pipe\",y"
    let path = directory.write("quoted.csv", Array(lines.joined(separator: "\n").utf8))
    let run = directory.file("run")
    let begun = farrell.run(
      [
        "bootstrap", path, "--unit", "unit", "--time", "year", "--inputs",
        "\"k, \"\"old\"\"\",\"5\"\" pipe\"", "--outputs", "y", "--quiet", "--run", run,
      ] + Self.json)
    #expect(begun.exitCode == 0, "\(begun.errors)")
    let merged = farrell.run(["merge", run, "--format", "json", "--quiet"])
    #expect(merged.exitCode == 0 && merged.output == begun.output, "\(merged.errors)")
  }

  @Test("the first replicates of a longer run are those of a shorter one")
  func prefix() throws {
    func draws(_ count: String, _ name: String) throws -> (width: Int, numbers: ArraySlice<UInt8>) {
      let path = directory.file(name)
      let outcome = bootstrap(["--replicates", count, "--draws", path])
      #expect(outcome.exitCode == 0)
      let bytes = [UInt8](try #require(readAll(path)))
      let header = 10 + Int(bytes[8]) + 256 * Int(bytes[9])
      let columns = farrell.contents(path + ".columns.csv").split(separator: "\n").count - 1
      return (8 * columns, bytes[header...])
    }
    let short = try draws("20", "a.npy")
    let long = try draws("70", "b.npy")
    #expect(short.width == long.width && short.numbers.count == 20 * short.width)
    #expect(long.numbers.count == 70 * long.width)
    #expect(Array(long.numbers.prefix(short.numbers.count)) == Array(short.numbers))
  }

  private func readAll(_ path: String) -> [UInt8]? {
    let descriptor = unsafe open(path, O_RDONLY)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = unsafe read(descriptor, &chunk, chunk.count)
      if count <= 0 { return bytes }
      bytes += chunk[..<count]
    }
  }

  @Test("every header says what is estimated, and why the two methods differ")
  func words() {
    let text = bootstrap(["--replicates", "40"]).output
    for words in ["E1", "E2", "E3", "leave-own-out", "published", "neutral-null", "indicative"] {
      #expect(text.contains(words), "\(words)")
    }
    let alone = bootstrap(["--replicates", "40", "--compare", "none"]).output
    #expect(!alone.contains("simar-wilson-1999") && !alone.contains("published"))
  }

  @Test("a unit with a gap stays out where it is missing, and the report says so")
  func gaps() {
    let outcome = bootstrap(["--replicates", "40"], gap: true)
    #expect(outcome.exitCode == 0)
    #expect(outcome.output.contains("left out there: \"u3\""))
    let table = bootstrap(
      ["--replicates", "40", "--table", "units", "--format", "csv"], gap: true
    ).output
    let rows = table.split(separator: "\n").filter {
      $0.hasPrefix("u3,") && $0.contains(",ibtech,")
    }
    // Observed at both ends of the first transition only.
    #expect(rows.count == 4 && rows.filter { !$0.contains(",E1,,") }.count == 1)
  }

  @Test("subsamples choose their size for every interval, and any table can be had alone")
  func subsampling() {
    let outcome = bootstrap([
      "--replicates", "40", "--method", "subsampling", "--compare", "neutral-null", "--table",
      "means", "--format", "csv",
    ])
    #expect(outcome.exitCode == 0)
    let rows = outcome.output.split(separator: "\n")
    #expect(rows[0].hasPrefix("group,period,period_from,period_to,index,estimand,units,estimate"))
    #expect(rows.count == 1 + 4 * 6)
    for table in ["units", "cumulative", "saving", "counts", "windows", "aggregate"] {
      let one = bootstrap(["--replicates", "40", "--table", table, "--format", "csv"])
      #expect(one.exitCode == 0 && one.output.split(separator: "\n").count >= 4, "\(table)")
    }
  }

  @Test("what a run would take is said from a probe, without results")
  func dryRun() {
    let outcome = bootstrap(["--dry-run", "--replicates", "1000000", "--format", "csv"])
    #expect(outcome.exitCode == 0)
    #expect(outcome.output.hasPrefix("what,value\nreplicates,1000000\n"))
    #expect(outcome.output.contains("CPU seconds,"))
  }

  @Test("no file of the run and no input is ever written to, and a refusal comes before the draws")
  func protectedFiles() throws {
    let panel = writePanel()
    let before = farrell.contents(panel)
    let run = directory.file("run")
    #expect(bootstrap(["--replicates", "32", "--run", run]).exitCode == 0)
    let manifest = farrell.contents(run + "/manifest.json")
    _ = directory.write("old.npy", [1])
    let refused: [(arguments: [String], code: Int32)] = [
      (["--draws", panel, "--force"], 73),
      (["--draws", run + "/manifest.json", "--force", "--run", run, "--resume"], 73),
      (["--draws", directory.file("x"), "-o", directory.file("x"), "--force"], 64),
      (["--draws", directory.file("old.npy")], 73),
      (["--draws", directory.file("nowhere/x.npy")], 73),
      (["--pictures", directory.file("nowhere/figures")], 73),
    ]
    for (arguments, code) in refused {
      // So many replicates would take minutes.
      let many = arguments.contains("--run") ? [] : ["--replicates", "100000"]
      #expect(bootstrap(arguments + many).exitCode == code, "\(arguments)")
    }
    #expect(farrell.contents(panel) == before)
    #expect(farrell.contents(run + "/manifest.json") == manifest)
  }

  @Test("pictures are there in both forms, and are replaced only when asked")
  func pictures() {
    let figures = directory.file("figures")
    let arguments = [
      "--replicates", "32", "--pictures", figures, "--subset", "some=u1,u2", "--period",
      "late=2002..2003",
    ]
    #expect(bootstrap(arguments).exitCode == 0)
    for name in [
      "forest", "forest-1", "cumulative", "cumulative-1", "cumulative-group-1",
      "cumulative-group-1-1", "confidence", "isoquant-1", "isoquant-1-1",
    ] {
      let svg = farrell.contents("\(figures)/\(name).svg")
      #expect(svg.hasPrefix("<svg") && svg.hasSuffix("</svg>\n"), "\(name)")
      #expect(farrell.contents("\(figures)/\(name).vl.json").contains("vega-lite"), "\(name)")
    }
    #expect(bootstrap(arguments).exitCode == 73)
    #expect(bootstrap(arguments + ["--force"]).exitCode == 0)
  }

  @Test("settings that no bootstrap can have end in one line")
  func refusals() {
    let refused: [(arguments: [String], words: String)] = [
      (["--replicates", "1"], "--replicates: found \"1\"; expected a whole number from 2"),
      (["--seed=-1"], "--seed: found \"-1\"; expected a whole number from 0"),
      (["--level", "1"], "--level: found \"1\"; expected a number from 0.5"),
      (["--method", "naive"], "--method: found \"naive\"; expected one of neutral-null"),
      (["--method", "sw1999", "--compare", "sw1999"], "expected another method than --method"),
      (["--rts", "vrs"], "--orientation: found in with --rts vrs; expected out"),
      (["--rts", "fdh"], "--rts: found fdh"),
      (["--interval", "bca"], "--interval: found \"bca\"; expected one of basic"),
      (["--bandwidth-factor", "nan"], "--bandwidth-factor: found \"nan\""),
      (["--table", "indices"], "--table: found \"indices\"; expected one of units"),
    ]
    for (arguments, words) in refused {
      let outcome = bootstrap(arguments)
      #expect(outcome.exitCode == 64 && outcome.errors.contains(words), "\(outcome.errors)")
      #expect(outcome.errors.split(separator: "\n").count == 1)
    }
  }
}
