import TestSupport
import Testing

@testable import Tables

@Suite("Tables in Markdown and LaTeX")
struct MarkupReportTests {
  private var table: ReportTable {
    var table = ReportTable(
      name: "bias", notes: ["1. first | second", "100 % <b>", ""],
      columns: [("", "unit"), ("2001–2005", "ibtech"), ("2001–2005", "p"), ("all", "saves")])
    table.title = "Bias & more"
    table.append([.text("电力"), .number(-0.5), .number(1.25e-7), .text("e*")])
    table.append([.text("[a]_b"), .missing, .integer(-3), .text("N")])
    return table
  }

  @Test("Markdown has the title, notes as a list, headings above names, and an alignment")
  func markdown() {
    #expect(
      MarkdownReport(decimalCount: 2).text(of: [table]) == #"""
        **Bias \& more**

        * 1\. first \| second
        * 100 % \<b\>

        | unit | 2001–2005<br>ibtech | 2001–2005<br>p | all<br>saves |
        | :--- | ---: | ---: | :--- |
        | 电力 | -0.50 | 1.25e-07 | e\* |
        | \[a\]\_b | – | -3 | N |

        """#)
  }

  @Test("LaTeX has two header rows, rules and escaped words")
  func latex() {
    let text = LaTeXReport(decimalCount: 2).text(of: [table])
    #expect(
      text.hasSuffix(
        #"""

        % table bias
        \begin{table}[htbp]
        \centering\footnotesize
        \caption{Bias \& more}\label{tab:bias}
        \begin{tabular}{lrrl}
        \toprule
         & \multicolumn{2}{c}{2001–2005} & \multicolumn{1}{c}{all} \\
        \cmidrule(lr){2-3}\cmidrule(lr){4-4}
        unit & ibtech & p & saves \\
        \midrule
        电力 & $-0.50$ & $1.25\times10^{-7}$ & e{*} \\
        {[}a{]}\_b & -- & $-3$ & N \\
        \bottomrule
        \end{tabular}\par\medskip
        \begin{minipage}{\linewidth}
        1. first \textbar{} second\par
        100 \% \textless{}b\textgreater{}\par
        \end{minipage}
        \end{table}

        """#))
    #expect(text.contains("XeLaTeX") && text.contains("xeCJK"))
    var latin = ReportTable(name: "t", columns: ["é"])
    latin.append([.text("ö")])
    #expect(!LaTeXReport().text(of: [latin]).contains("XeLaTeX"))
    latin.append([.text("Δ")])
    let greek = LaTeXReport().text(of: [latin])
    #expect(greek.contains("XeLaTeX") && !greek.contains("xeCJK"))
  }

  /// Names of every special character and some words, in a fixed order of chance.
  private var names: [String] {
    var random = SplitMix64(seed: 77)
    let alphabet = Array("\\`*_{}[]()<>|~$&#%^\"'-+.!,=@:;/? aé中ß\n\t")
    return (0..<500).map { _ in
      "x" + String((0..<8).map { _ in alphabet.randomElement(using: &random) ?? "a" }) + "y"
    }
  }

  /// Fields of a line of a pipe table, backslashes taken off.
  private func fields(_ line: Substring) -> [String] {
    var fields = [""]
    var isEscaped = false
    for character in line {
      switch character {
      case _ where isEscaped:
        fields[fields.count - 1].append(character)
        isEscaped = false
      case "\\": isEscaped = true
      case "|": fields.append("")
      default: fields[fields.count - 1].append(character)
      }
    }
    return fields.dropFirst().dropLast().map { $0.dropFirst().dropLast().description }
  }

  @Test("a Markdown table reads back to the same names and numbers")
  func markdownRoundTrip() {
    var table = ReportTable(name: "t", columns: ["name", "x|y"])
    for (row, name) in names.enumerated() { table.append([.text(name), .integer(row)]) }
    let lines = MarkdownReport().text(of: [table]).split(separator: "\n")
    #expect(lines.count == names.count + 2 && fields(lines[0]) == ["name", "x|y"])
    for (row, name) in names.enumerated() {
      #expect(fields(lines[row + 2]) == [name.escapingControls, String(row)])
    }
  }

  /// The text that LaTeX sets, for what ``LaTeXReport/escaped(_:)`` can have written.
  private func typeset(_ latex: String) -> String {
    var text = latex
    let commands = [
      ("\\textasciitilde{}", "~"), ("\\textasciicircum{}", "^"), ("\\textless{}", "<"),
      ("\\textgreater{}", ">"), ("\\textbar{}", "|"), ("\\textasciigrave{}", "`"),
      ("\\textbackslash{}", "\u{1}"), ("\\{", "\u{2}"), ("\\}", "\u{3}"),
    ]
    for (command, character) in commands { text = text.replacing(command, with: character) }
    text = text.replacing("{", with: "").replacing("}", with: "").replacing("\\", with: "")
    return text.replacing("\u{1}", with: "\\").replacing("\u{2}", with: "{")
      .replacing("\u{3}", with: "}")
  }

  @Test("what LaTeX sets is the name, and no character of it is read as a command")
  func latexRoundTrip() {
    for name in names {
      let escaped = LaTeXReport.escaped(name)
      #expect(typeset(escaped) == name.escapingControls, "\(name)")
      var (depth, last) = (0, Character(" "))
      for character in escaped {
        if last != "\\" && character == "{" { depth += 1 }
        if last != "\\" && character == "}" { depth -= 1 }
        if depth < 0 { break }
        last = character
      }
      #expect(depth == 0, "\(escaped)")
      for special in "$&#%_" {
        let parts = escaped.split(separator: special, omittingEmptySubsequences: false)
        #expect(parts.dropLast().allSatisfy { $0.hasSuffix("\\") }, "\(escaped)")
      }
      for joined in ["--", "''", ",,"] { #expect(!escaped.contains(joined)) }
    }
  }

  @Test("long tables run over pages, wide ones go on below, and every environment ends")
  func environments() {
    var table = ReportTable(
      name: "t",
      columns: [("", "unit")]
        + ["a", "b", "c"].flatMap { period in
          (1...4).map { (heading: period, name: "number \($0)") }
        })
    for row in 0..<60 {
      table.append([.text("[\(row)")] + (0..<12).map { .number(Double($0) / 7) })
    }
    let text = LaTeXReport().text(of: [table, self.table])
    func count(_ words: String) -> Int { text.split(separator: words).count - 1 }
    #expect(count("\\begin{longtable}") == 2 && count("\\end{longtable}") == 2)
    #expect(count("\\begin{") == count("\\end{"))
    #expect(count("\\caption{") == 2)
    for line in text.split(separator: "\n") where line.hasPrefix("{[}") {
      let cells = line.split(separator: " & ").count
      #expect(line.hasSuffix(" \\\\") && [4, 5, 9].contains(cells), "\(line)")
    }
  }

  @Test("programs read columns of one name apart by their headings")
  func fullNames() {
    #expect(CSVReport.text(of: table).hasPrefix("unit,2001–2005 ibtech,2001–2005 p,all saves\n"))
    #expect(JSONReport.text(of: [table], metadata: []).contains("\"2001–2005 p\": 1.25e-07"))
  }
}
