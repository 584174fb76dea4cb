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

  @Test("the reference has every command and every option of the program, and no other option")
  func reference() {
    let page = article("Commands")
    let helps = helps()
    #expect(helps.count > 7, "found \(helps.map(\.words))")
    for (words, _) in helps where !words.isEmpty {
      #expect(page.contains("## farrell \(words.joined(separator: " "))\n"))
    }
    let known = helps.reduce(into: Set<String>()) { $0.formUnion(options($1.text)) }
    let shown = options(page)
    #expect(known.count > 40)
    #expect(
      known.subtracting(shown).sorted() == [],
      "write it again: python3 scripts/command_reference.py .build/debug/farrell")
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
