import Glibc
import Tables
import TestSupport
import Testing

@Suite struct OutputFileTests {
  private let directory = TemporaryDirectory()

  private func contents(_ name: String) throws -> String {
    String(decoding: try InputFile.bytes(ofFile: directory.file(name)), as: UTF8.self)
  }

  private func write(
    _ text: String, _ name: String, replacing: Bool = false, inputs: [String] = []
  ) throws(TableError) {
    let destination = OutputFile.Destination.file(
      path: directory.file(name), replacing: replacing)
    try OutputFile(destination, inputs: inputs).write(text)
  }

  @Test("a new file holds all of the text, with no other file beside it")
  func newFile() throws {
    let long = String(repeating: "0123456789\n", count: 100_000)
    try write(long, "out.csv")
    #expect(try contents("out.csv") == long)
    #expect(directory.names() == ["out.csv"])
  }

  @Test("an existing file is replaced only on request")
  func existing() throws {
    directory.write("out.csv", bytes("old"))
    let error = try refusal { () throws(TableError) in try write("new", "out.csv") }
    #expect(error.exitCode == 73)
    #expect(error.message.contains("--force"))
    #expect(try contents("out.csv") == "old")
    try write("new", "out.csv", replacing: true)
    #expect(try contents("out.csv") == "new")
    #expect(directory.names() == ["out.csv"])
  }

  @Test("a file that appears after the check is not replaced")
  func race() throws {
    let destination = OutputFile.Destination.file(
      path: directory.file("out.csv"), replacing: false)
    let output = try OutputFile(destination, inputs: [])
    directory.write("out.csv", bytes("other"))
    let error = try refusal { () throws(TableError) in try output.write("mine") }
    #expect(error.exitCode == 73)
    #expect(try contents("out.csv") == "other")
    #expect(directory.names() == ["out.csv"])
  }

  @Test("an input is never the output, by any name, even on request")
  func inputIsOutput() throws {
    let input = directory.write("in.csv", bytes("data"))
    unsafe symlink(input, directory.file("link.csv"))
    unsafe link(input, directory.file("hard.csv"))
    for name in ["in.csv", "link.csv", "hard.csv", "./in.csv"] {
      let error = try refusal { () throws(TableError) in
        try write("new", name, replacing: true, inputs: [input])
      }
      #expect(error.exitCode == 73, "\(name)")
      #expect(try contents("in.csv") == "data")
    }
  }

  @Test("a link that is replaced stays a link, and its target gets the text")
  func throughLink() throws {
    let target = directory.write("target.csv", bytes("old"))
    unsafe symlink(target, directory.file("link.csv"))
    try write("new", "link.csv", replacing: true)
    #expect(try contents("target.csv") == "new")
    #expect(directory.names() == ["link.csv", "target.csv"])
  }

  @Test("a directory, a missing directory and an empty name cannot be created")
  func cannotCreate() throws {
    for path in [directory.path, directory.file("none/out.csv"), ""] {
      let error = try refusal { () throws(TableError) in
        try OutputFile(.file(path: path, replacing: true), inputs: [])
      }
      #expect(error.exitCode == 73, "\(path)")
    }
  }

  @Test("a full device is an input/output error, and devices stay devices")
  func fullDevice() throws {
    let full = try OutputFile(.file(path: "/dev/full", replacing: true), inputs: [])
    let error = try refusal { () throws(TableError) in try full.write("text") }
    #expect(error.exitCode == 74)
    try OutputFile(.file(path: "/dev/null", replacing: false), inputs: []).write("text")
    var status = stat()
    #expect(unsafe stat("/dev/null", &status) == 0 && status.st_mode & S_IFMT == S_IFCHR)
  }

  @Test("missing files, directories and oversized devices are refused as inputs")
  func inputs() throws {
    let missing = try refusal { () throws(TableError) in
      try InputFile.bytes(ofFile: directory.file("none.csv"))
    }
    #expect(missing.exitCode == 66)
    #expect(missing.message.hasSuffix("No such file or directory; expected a readable file"))
    let folder = try refusal { () throws(TableError) in
      try InputFile.bytes(ofFile: directory.path)
    }
    #expect(folder.exitCode == 66)
    #expect(folder.message == "\(directory.path): found a directory; expected a file")
    let zeros = try refusal { () throws(TableError) in try DelimitedText(path: "/dev/zero") }
    #expect(zeros.message == "/dev/zero:1:1: found a NUL byte; expected text")
  }

  @Test(
    "files that a killed process left half-written go, those of a living one and all others stay")
  func abandoned() {
    // Greater than any number that Linux gives a process.
    let dead = ".farrell-5000000-17.tmp"
    let others = [".farrell-\(getpid())-17.tmp", ".farrell-x-17.tmp", ".farrell-5000000", "a.tmp"]
    for name in others + [dead] { directory.write(name, [1]) }
    OutputFile.removeAbandoned(in: directory.path)
    #expect(directory.names() == others.sorted())
    OutputFile.removeAbandoned(in: directory.file("nowhere"))
  }
}
