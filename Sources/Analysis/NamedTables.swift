package import Tables

extension MalmquistReport {
  /// The table of a name, the first where subsets have their own; nil where the analysis has none.
  package func table(named name: String) -> ReportTable? {
    TableName(rawValue: name).flatMap { tables($0).first }
  }
}

extension BootstrapReport {
  /// The table of a name, the first where subsets have their own; nil where the study has none.
  package func table(named name: String) -> ReportTable? {
    TableName(rawValue: name).flatMap { tables($0).first }
  }
}
