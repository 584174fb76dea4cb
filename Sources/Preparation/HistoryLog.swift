/// Where numbers came from: a small number for each way that some cells have in common.
///
/// A history is a set of columns of files and a set of steps. A cell made of others has all their columns
/// and steps besides its own step, so a history never grows beyond the recipe, however many years and
/// units went into a cell.
package struct HistoryLog: Sendable {
  /// A column of a file.
  package struct Source: Sendable, Hashable {
    /// File as the recipe names it.
    package let file: String
    /// Column in its header.
    package let column: String
    /// What may be done with it.
    package let kind: VariableKind
  }

  /// Sources and steps by their numbers, in order.
  struct History: Hashable {
    var sources: [Int] = []
    var steps: [Int] = []
  }

  private struct Derivation: Hashable {
    let step: Int
    let parents: [Int]
  }

  private var sources: [Source] = []
  private var histories: [History] = [History()]
  private var numbers: [History: Int] = [History(): 0]
  private var derived: [Derivation: Int] = [:]

  /// Log that knows the history of nothing, number 0.
  package init() {}

  /// The history of a column that step `step` read.
  package mutating func read(
    _ file: String, column: String, kind: VariableKind = .additive, step: Int
  ) -> Int {
    let source = Source(file: file, column: column, kind: kind)
    let number: Int
    if let known = sources.firstIndex(of: source) {
      number = known
    } else {
      number = sources.count
      sources.append(source)
    }
    return intern(History(sources: [number], steps: [step]))
  }

  /// The history of a cell that step `step` made of others.
  ///
  /// - Parameters:
  ///   - parents: histories of the cells that went into it, in any order.
  ///   - step: number of the step.
  /// - Returns: number of the history.
  package mutating func derive(from parents: some Sequence<Int>, step: Int) -> Int {
    let derivation = Derivation(step: step, parents: Set(parents).sorted())
    if let known = derived[derivation] { return known }
    var sources: Set<Int> = []
    var steps: Set<Int> = [step]
    for parent in derivation.parents {
      sources.formUnion(histories[parent].sources)
      steps.formUnion(histories[parent].steps)
    }
    let number = intern(History(sources: sources.sorted(), steps: steps.sorted()))
    derived[derivation] = number
    return number
  }

  /// The columns of files that a history goes back to, in the order in which they were read.
  package func sources(of number: Int) -> [Source] {
    histories[number].sources.map { sources[$0] }
  }

  /// The steps of a history, in order.
  package func steps(of number: Int) -> [Int] { histories[number].steps }

  private mutating func intern(_ history: History) -> Int {
    if let known = numbers[history] { return known }
    numbers[history] = histories.count
    histories.append(history)
    return histories.count - 1
  }
}
