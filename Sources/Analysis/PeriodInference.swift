internal import DenseKernels
package import Frontier
package import Inference
package import Tables

/// What a method of inference found for the technology of one period, or why it found nothing.
package struct PeriodInference<Value: Sendable>: Sendable {
  package let period: Int
  /// Observations of the period, which span its technology.
  package let observations: [Int]
  package let outcome: Result<Value, InferenceError>

  package var value: Value? { try? outcome.get() }

  /// Runs a method on the technology of every period.
  ///
  /// - Parameters:
  ///   - panel: the data.
  ///   - returnsToScale: those of the technologies.
  ///   - file: name of the data in messages.
  ///   - work: the method.
  /// - Returns: one result for each period.
  /// - Throws: ``WorkCancelled``; ``TableError`` where the method finds nothing in any period.
  package static func all(
    _ panel: Panel, returnsToScale: ReturnsToScale, file: String,
    _ work: (Technology, _ period: Int, _ observations: [Int]) throws(InferenceError) -> Value
  ) throws -> [Self] {
    var all: [Self] = []
    for period in panel.periods.indices {
      let observations = panel.observations(period: period)
      let technology = Technology(
        panel: panel, observations: observations, returnsToScale: returnsToScale)
      let outcome: Result<Value, InferenceError>
      do throws(InferenceError) {
        outcome = .success(try work(technology, period, observations))
      } catch .cancelled {
        throw WorkCancelled()
      } catch {
        outcome = .failure(error)
      }
      all.append(Self(period: period, observations: observations, outcome: outcome))
    }
    if all.allSatisfy({ $0.value == nil }), let first = all.first,
      let reason = first.reason(panel)
    {
      let name = panel.periods[first.period]
      throw TableError(.data, "\(file): \(name.isEmpty ? "" : "period \(name.quoted): ")\(reason)")
    }
    return all
  }

  /// Why nothing was found, in the names of a panel; nil where something was.
  func reason(_ panel: Panel) -> String? {
    guard case .failure(let error) = outcome else { return nil }
    switch error {
    case .tooFewUnits(let found, let expected):
      return "found \(found) units off the frontier; expected at least \(expected)"
    case .missingDistance(let position, _):
      let unit = panel.units[panel.unitOfObservation[observations[position]]]
      return "found no distance of \(unit.quoted); expected one"
    case .noMaximum:
      return "found no maximum of the likelihood; expected one (columns may be collinear, "
        + "or efficiencies vary more than a truncated normal does)"
    case .invalidOption("groups", let found):
      let count = Int(found)
      return "found \(count) \(count == 1 ? "group" : "groups"); expected at least two"
    case .noInefficiency:
      return "found every unit efficient; expected inefficiencies to draw from"
    default:
      return error.text(panel)
    }
  }

  /// A line about a period without results; nil where there are some.
  package func caution(_ panel: Panel) -> String? {
    reason(panel).map { "nothing drawn for \(panel.periods[period]): \($0)" }
  }
}

extension ReplicateCounts {
  /// What happened to all of some linear programs.
  package static func sum(_ parts: some Sequence<ReplicateCounts>) -> ReplicateCounts {
    parts.reduce(into: ReplicateCounts()) { $0 += $1 }
  }

  /// One line.
  package var line: String {
    "\(programs) LPs, \(failed) failed, \(rescued) rescued, \(infeasible) infeasible"
  }

  /// The counts, for documents.
  package var metadata: [JSONValue.Member] {
    [
      .init("programs", .integer(programs)), .init("failed", .integer(failed)),
      .init("rescued", .integer(rescued)), .init("infeasible", .integer(infeasible)),
    ]
  }
}
