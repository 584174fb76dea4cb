internal import Tables

/// One kind of step: its keys are read and checked first, its work is done later.
protocol RecipeStep: Sendable {
  /// Where the step stands in the recipe.
  var site: StepSite { get }
  /// Reads the keys of the step.
  init(_ keys: inout StepKeys) throws(TableError)
  /// Does the step.
  func run(_ work: inout Workspace) throws(TableError)
}

/// Which table a step reads, and which it writes.
struct TableChoice: Sendable {
  /// Name of the table read; nil for the current one.
  let from: String?
  /// Name of the table written; nil for the one read.
  let to: String?

  init(_ keys: inout StepKeys) throws(TableError) {
    from = try keys.text("table")
    to = try keys.text("as")
  }
}

/// The kinds of steps by the word that `do` takes.
enum StepCatalogue {
  static let kinds: [(word: String, type: any RecipeStep.Type)] = [
    ("read", ReadStep.self),
    ("select", SelectStep.self),
    ("rename", RenameStep.self),
    ("join", JoinStep.self),
    ("append", AppendStep.self),
    ("compute", ComputeStep.self),
    ("combine-index", CombineIndexStep.self),
    ("price-index", PriceIndexStep.self),
    ("rebase", RebaseStep.self),
    ("deflate", DeflateStep.self),
    ("extrapolate", ExtrapolateStep.self),
    ("book-value", BookValueStep.self),
    ("capital", CapitalStep.self),
    ("splice", SpliceStep.self),
    ("concordance", ConcordanceStep.self),
    ("aggregate", AggregateStep.self),
    ("intermediates", IntermediatesStep.self),
    ("check", CheckStep.self),
  ]

  /// The kind of a word.
  static func type(_ word: String) -> (any RecipeStep.Type)? {
    kinds.first { $0.word == word }?.type
  }
}
