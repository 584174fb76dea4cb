import TestSupport
import Testing

/// The manual against the program that it describes.
@Suite struct ManualTests {
  private let directory = TemporaryDirectory()
  private var farrell: FarrellProcess { FarrellProcess(directory: directory) }

  private static let root = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()

  private func article(_ name: String) -> String {
    farrell.contents("\(Self.root)/Sources/farrell/farrell.docc/\(name).md")
  }

  /// Words of the command lines that help knows, each with what it prints.
  private func helps(_ words: [String] = []) -> [(words: [String], text: String)] {
    let text = farrell.run(words + ["--help"]).output
    var found = [(words, text)]
    guard let listed = text.firstRange(of: "SUBCOMMANDS:\n") else { return found }
    for line in text[listed.upperBound...].split(separator: "\n")
    where line.hasPrefix("  ") && !line.hasPrefix("   ") && !line.hasPrefix("  See ") {
      guard let name = line.split(separator: " ").first else { continue }
      found += helps(words + [String(name)])
    }
    return found
  }

  /// Options that stand in a text, as `--name`; help writes `--[no-]name` for two.
  private func options(_ text: String) -> Set<String> {
    var found: Set<String> = []
    for word in text.split(whereSeparator: { !Self.isInOption($0) }) where word.hasPrefix("--") {
      let names = ["", "no-"].map {
        word.replacing("[no-]", with: $0).filter { $0 != "[" && $0 != "]" }
      }
      for name in names where name.count > 2 && !name.hasPrefix("---") { found.insert(name) }
    }
    return found
  }

  private static func isInOption(_ character: Character) -> Bool {
    character == "-" || character == "[" || character == "]"
      || (character.isASCII && character.isLetter)
  }

  /// Options in the list that help prints of one command.
  private func listed(_ help: String) -> Set<String> {
    guard let start = help.firstRange(of: "OPTIONS:\n") else { return [] }
    let lines = help[start.upperBound...].split(separator: "\n").filter { $0.hasPrefix("  -") }
    let names = lines.map { line in  // two spaces end the names and begin the meaning
      let names = line.dropFirst(2)
      return names.firstRange(of: "  ").map { names[..<$0.lowerBound] } ?? names
    }
    return options(names.joined(separator: "\n")).subtracting(["--help", "--version"])
  }

  /// What the page says of one command, without its examples.
  private func section(_ words: [String], of page: String) -> String {
    let title = "# farrell \(words.joined(separator: " "))\n"
    guard let start = page.firstRange(of: title) else { return "" }
    let rest = page[start.upperBound...]
    let own = rest.firstRange(of: "# farrell ").map { rest[..<$0.lowerBound] } ?? rest
    let parts = String(own).replacing("```", with: "\u{1}").split(
      separator: "\u{1}", omittingEmptySubsequences: false)
    return parts.enumerated().filter { $0.offset % 2 == 0 }.map { String($0.element) }.joined()
  }

  @Test("the reference has every option of every command, and none that no command has")
  func reference() {
    let page = article("Commands")
    let commands = helps().filter { !$0.text.contains("SUBCOMMANDS:") }
    #expect(commands.count > 7, "found \(commands.map(\.words))")
    var known: Set<String> = []
    for (words, text) in commands {
      let found = listed(text)
      known.formUnion(options(text))
      // Of a common option the section of a command names the affirmative only.
      let expected = found.filter { !$0.hasPrefix("--no-") }
      #expect(!expected.isEmpty, "farrell \(words)")
      #expect(
        expected.subtracting(options(section(words, of: page))).sorted() == [],
        "farrell \(words): python3 scripts/command_reference.py writes the page again")
    }
    let shown = options(page)
    #expect(known.subtracting(shown).sorted() == [])
    #expect(shown.subtracting(known).sorted() == [])
  }

  @Test("the manual shows the run file that is shipped")
  func runFile() {
    let lines = farrell.contents("\(Self.root)/Data/us-states/farrell.toml").split(separator: "\n")
    let settings = lines.filter { !$0.hasPrefix("#") }.joined(separator: "\n")
    #expect(settings.contains("inputs = "))
    for name in ["FilesAndFormats", "FromARawFileToAReport"] {
      #expect(article(name).contains("```toml\n\(settings)\n```"), "\(name)")
    }
  }

  @Test("a message that the manual quotes is the message")
  func messages() {
    let bad = directory.write(
      "bad.csv",
      Array(
        ("state,year,gsp,private_capital,public_capital,labour\n"
          + "AL,1970,28418,35793.8,15032.67,n.a.\n").utf8))
    let outcome = farrell.run([
      "malmquist", bad, "--unit", "state", "--time", "year", "--inputs", "private_capital,labour",
      "--outputs", "gsp",
    ])
    #expect(outcome.exitCode == 65)
    let message = outcome.errors.replacing(directory.file(""), with: "")
    #expect(article("ExitCodesAndStatuses").contains(message.filter { $0 != "\n" }))
    #expect(article("FromARawFileToAReport").contains(message.filter { $0 != "\n" }))
  }
}
