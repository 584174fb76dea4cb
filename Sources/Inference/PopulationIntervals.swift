public import DenseKernels
public import Frontier
internal import Glibc
public import Productivity

/// Intervals of the mean of a population that the units were drawn from (estimand E3), by span and index.
///
/// MI, EFFCH and TECH by the central limit theorem with the bias from halves of the units. The same would miss
/// most of the bias of MATECH, OBTECH and IBTECH: theirs are the means without the bias that the neutral-null
/// method finds, with the sampling of units added in quadrature, and experimental.
/// - Note: METHODS 5.9.
public struct PopulationIntervals: Sendable {
  /// An interval of an index.
  public struct Interval: Sendable, Hashable {
    /// Lower end.
    public let lower: Double
    /// Upper end.
    public let upper: Double
    /// Whether no published theory covers it.
    public let isExperimental: Bool
  }

  private struct Key: Hashable {
    let span: Transition
    let component: IndexComponent
  }

  private var intervals: [Key: Interval] = [:]

  /// The indices that the theory covers.
  private static let covered: [IndexComponent] = [
    .productivityChange, .efficiencyChange, .technicalChange,
  ]

  /// Intervals of all indices of a study over some spans.
  ///
  /// - Parameters:
  ///   - results: replicates of the study.
  ///   - spans: first and last periods of the study's windows.
  ///   - solver: measures the distances of the data.
  ///   - threads: number of threads.
  ///   - control: follows and stops the work.
  /// - Throws: ``/DenseKernels/WorkCancelled``.
  public init(
    _ results: IndexStudyResults, _ spans: [Transition], solver: FrontierSolver, threads: Int,
    control: WorkControl = WorkControl()
  ) throws(WorkCancelled) {
    var options = PopulationMeanOptions()
    let model = results.study.options.bootstrap
    (options.seed, options.orientation) = (model.seed, model.orientation)
    (options.returnsToScale, options.workerCount) = (model.returnsToScale, threads)
    let level = results.intervals.level
    let experimental = results.study.components.filter {
      [.magnitude, .outputBias, .inputBias].contains($0)
    }
    for span in Set(spans) {
      guard let window = try? Window(results.study.panel, over: span) else { continue }
      let means = try Self.means(window, options, solver, control)
      for (component, mean) in zip(Self.covered, means) {
        guard let ends = mean?.interval(level: level) else { continue }
        intervals[Key(span: span, component: component)] = Interval(
          lower: exp(ends.lower), upper: exp(ends.upper), isExperimental: false)
      }
      for component in experimental {
        intervals[Key(span: span, component: component)] = Self.corrected(
          component, results, span, window)
      }
    }
  }

  /// Means over the population by the central limit theorem; none where the window has too few units.
  private static func means(
    _ window: Window, _ options: PopulationMeanOptions, _ solver: FrontierSolver,
    _ control: WorkControl
  ) throws(WorkCancelled) -> [PopulationMean?] {
    do throws(InferenceError) {
      return try PopulationMeans(options).run(
        window, [.productivityChange, .efficiencyChange, .technicalChange],
        over: [0..<window.transitions.count], solver: solver, control: control)[0]
    } catch .cancelled {
      throw WorkCancelled()
    } catch {
      return []
    }
  }

  /// The interval of an index over a span; nil where there is none.
  public subscript(span: Transition, component: IndexComponent) -> Interval? {
    intervals[Key(span: span, component: component)]
  }

  /// The mean without its bias, with the sampling of units in quadrature; nil without the neutral-null method.
  private static func corrected(
    _ component: IndexComponent, _ results: IndexStudyResults, _ span: Transition,
    _ window: Window
  ) -> Interval? {
    guard results.study.options.methods.contains(.neutralNull),
      let mean = results.estimate(component, of: .group(0), over: span, by: .neutralNull),
      mean.value.isFinite, mean.errors.errors.count >= 2
    else { return nil }
    let units = window.units.compactMap {
      results.estimate(component, of: .unit($0), over: span, by: .neutralNull)?.value
    }.filter(\.isFinite)
    let (center, n) = (units.reduce(0, +) / Double(units.count), Double(units.count))
    let variance = units.reduce(0) { $0 + ($1 - center) * ($1 - center) } / (n - 1)
    let z = NormalQuantile.value((1 + results.intervals.level) / 2)
    let half = z * (mean.errors.variance + variance / n).squareRoot()
    let corrected = mean.value - mean.errors.bias
    return Interval(
      lower: exp(corrected - half), upper: exp(corrected + half), isExperimental: true)
  }
}
