/// What leaving observations out means for a technology known by its frame.
///
/// One outside the frame is not missed. Without one of the frame, others may become extreme: then all
/// observations have to be priced.
struct LeftOutObservations {
  /// All observations, where some question needs them.
  let all: PricedTechnology?
  /// Generators of `all` by label, for the labels that questions leave out of the frame.
  private var generators: [Int: [Int]] = [:]

  init(_ queries: [DistanceQuery], _ frame: PricedTechnology, _ technology: ScaledTechnology) {
    let labels = Set(queries.lazy.compactMap { $0.leavingOut })
    let missed = labels.isEmpty ? labels : labels.intersection(frame.technology.units)
    guard !missed.isEmpty else {
      all = nil
      return
    }
    let isWhole = frame.observations.count == technology.count
    let all =
      isWhole ? frame : PricedTechnology(technology, selecting: technology.spatialOrder())
    self.all = all.isSuited ? all : nil
    for (generator, label) in all.technology.units.enumerated() where missed.contains(label) {
      generators[label, default: []].append(generator)
    }
  }

  /// Generators of `all` that a question must not use; empty where the frame answers it.
  func excluded(_ query: DistanceQuery) -> [Int] {
    guard let label = query.leavingOut else { return [] }
    return generators[label] ?? []
  }
}
