package import Drawing

/// A picture with the name of its files.
package struct NamedChart: Sendable {
  package let name: String
  package let chart: Chart
}
