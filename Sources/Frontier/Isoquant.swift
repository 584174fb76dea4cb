internal import DenseKernels

/// Amounts of two inputs that just make given outputs, the other inputs held fixed.
///
/// The line is convex, falling and piecewise linear; it goes up from its first vertex and to the right
/// from its last, since inputs can be disposed of.
public struct Isoquant: Sendable, Hashable {
  /// A corner.
  public struct Vertex: Sendable, Hashable {
    /// Amount of the first input.
    public let first: Double
    /// Amount of the second input.
    public let second: Double

    /// Corner at two amounts.
    public init(first: Double, second: Double) {
      (self.first, self.second) = (first, second)
    }
  }

  /// The corners, the first input rising and the second falling; at least one.
  public let vertices: [Vertex]

  /// Largest sine of the angle of two edges that are one, in units of the axes, and largest relative
  /// difference of two places of a ray that are one.
  private static let straightness = 1e-9
  /// Difference of two amounts, in units of the axes, that is rounding.
  private static let rounding = 1e-10
  /// Shortest edge, in units of the axes: slack in the outputs where other inputs are held makes shorter ones.
  private static let shortestEdge = 1e-6

  /// Line through points of it, given in units in which the axes are about 1 long.
  ///
  /// Points that others dominate, and points inside an edge, are left out.
  init?(through points: [Vertex]) {
    let sorted = points.sorted { ($0.first, $0.second) < ($1.first, $1.second) }
    var kept: [Vertex] = []
    for point in sorted {
      if let last = kept.last {
        let (run, fall) = (point.first - last.first, last.second - point.second)
        if fall < Self.rounding || max(run, fall) < Self.shortestEdge { continue }
        if run < Self.rounding { kept.removeLast() }
      }
      while kept.count >= 2, Self.isStraight(kept[kept.count - 2], kept[kept.count - 1], point) {
        kept.removeLast()
      }
      kept.append(point)
    }
    guard !kept.isEmpty else { return nil }
    vertices = kept
  }

  private init(_ vertices: [Vertex]) { self.vertices = vertices }

  private static func isStraight(_ a: Vertex, _ b: Vertex, _ c: Vertex) -> Bool {
    let (u, v) = (
      (b.first - a.first, b.second - a.second), (c.first - b.first, c.second - b.second)
    )
    let lengths = ((u.0 * u.0 + u.1 * u.1) * (v.0 * v.0 + v.1 * v.1)).squareRoot()
    return (u.0 * v.1 - u.1 * v.0).magnitude <= straightness * lengths
  }

  /// The line with each axis in another unit, or moved along rays where both factors are equal.
  public func scaled(first: Double, second: Double) -> Isoquant {
    Isoquant(vertices.map { Vertex(first: first * $0.first, second: second * $0.second) })
  }

  /// The smallest s at which s · direction makes the outputs; infinite along an axis that never does.
  public func crossing(_ direction: Vertex) -> Double {
    let (first, last) = (vertices[0], vertices[vertices.count - 1])
    // Largest of the s that each edge asks for: the set of inputs is convex.
    var s = max(first.first / direction.first, last.second / direction.second)
    for (a, b) in zip(vertices, vertices.dropFirst()) {
      let (u, v) = (a.second - b.second, b.first - a.first)  // normal of the edge, both positive
      s = max(s, (u * a.first + v * a.second) / (u * direction.first + v * direction.second))
    }
    return s
  }

  /// Marginal rates of substitution −dx₂/dx₁ where the ray in a direction meets the line: one number on
  /// an edge, a range at a corner, 0 and infinity beyond the ends.
  public func rates(_ direction: Vertex) -> ClosedRange<Double> {
    let s = crossing(direction)
    var rates: [Double] = []
    func touches(_ value: Double) -> Bool { (value - s).magnitude <= Self.straightness * s }
    if touches(vertices[0].first / direction.first) { rates.append(.infinity) }
    if touches(vertices[vertices.count - 1].second / direction.second) { rates.append(0) }
    for (a, b) in zip(vertices, vertices.dropFirst()) {
      let (u, v) = (a.second - b.second, b.first - a.first)
      if touches((u * a.first + v * a.second) / (u * direction.first + v * direction.second)) {
        rates.append(u / v)
      }
    }
    guard let least = rates.min(), let most = rates.max() else { return 0...0 }
    return least...most
  }
}

/// Question for the isoquant of two inputs.
public struct IsoquantQuery: Sendable, Hashable {
  /// The q outputs to be made.
  public let outputs: [Double]
  /// The p inputs: of the pair any positive amounts, in which the axes are measured inside; the others
  /// are held.
  public let inputs: [Double]
  /// Index of the first input of the pair.
  public let first: Int
  /// Index of the second input of the pair.
  public let second: Int

  /// Question for the line of two different inputs.
  public init(outputs: [Double], inputs: [Double], first: Int, second: Int) {
    precondition(first != second, "pair of input \(first) with itself")
    (self.outputs, self.inputs, self.first, self.second) = (outputs, inputs, first, second)
  }
}

extension FrontierSolver {
  /// The isoquant of two inputs with all its corners.
  ///
  /// For prices (u, v) of the pair, min u x_a + v x_b is a sub-vector contraction of the technology whose
  /// two inputs are replaced by their cost; its intensities give a point of the line that these prices
  /// support. Between two such points the normal of their chord finds a corner below it, or proves the
  /// chord to be an edge, so corners are found and not sampled.
  /// - Parameters:
  ///   - query: the outputs, the other inputs, and the pair.
  ///   - technology: of convex kind.
  /// - Returns: nil where the other inputs cannot make the outputs, an amount of the pair is not
  ///   positive, or the technology is a free disposal hull.
  public func isoquant(_ query: IsoquantQuery, technology: Technology) -> Isoquant? {
    let scale = (query.inputs[query.first], query.inputs[query.second])
    guard technology.returnsToScale != .freeDisposalHull, scale.0 > 0, scale.1 > 0 else {
      return nil
    }
    let search = IsoquantSearch(query, technology, options)
    guard let left = search.point(1, 0), let right = search.point(0, 1) else { return nil }
    let points = [left] + search.corners(between: left, right) + [right]
    return Isoquant(through: points)?.scaled(first: scale.0, second: scale.1)
  }
}

/// Finds points of one isoquant, each axis divided by the amount in the question.
private struct IsoquantSearch {
  private let query: IsoquantQuery
  private let technology: Technology
  private let options: FrontierOptions
  private let others: [Int]

  /// Share of the cost of a chord that a corner below it must save: more than rounding.
  private static let leastSaving = 1e-11

  init(_ query: IsoquantQuery, _ technology: Technology, _ options: FrontierOptions) {
    (self.query, self.technology) = (query, technology)
    var options = options
    options.path = .programs  // a basis has intensities that are exact to rounding
    self.options = options
    others = query.inputs.indices.filter { $0 != query.first && $0 != query.second }
  }

  private func amount(_ observation: Int, _ input: Int) -> Double {
    technology.inputs[observation, input] / query.inputs[input]
  }

  /// A point of the line where u x_a + v x_b is least; nil where nothing is feasible.
  func point(_ u: Double, _ v: Double) -> Isoquant.Vertex? {
    var costs = Matrix(rowCount: technology.count, columnCount: others.count + 1)
    for observation in 0..<technology.count {
      costs[observation, 0] =
        u * amount(observation, query.first) + v * amount(observation, query.second)
      for (column, input) in others.enumerated() {
        costs[observation, column + 1] = technology.inputs[observation, input]
      }
    }
    guard
      let priced = try? Technology(
        inputs: costs, outputs: technology.outputs, returnsToScale: technology.returnsToScale)
    else { return nil }
    let scaled = ScaledTechnology(priced)
    var solver = QuerySolver(scaled, options)
    let question = SubvectorQuery(
      outputs: query.outputs, fixedInputs: [0] + others.map { query.inputs[$0] },
      direction: [1] + others.map { _ in 0 })
    guard let peers = solver.peers(of: question) else { return nil }
    var (first, second) = (0.0, 0.0)
    for peer in peers {
      first += peer.weight * amount(peer.observation, query.first)
      second += peer.weight * amount(peer.observation, query.second)
    }
    return Isoquant.Vertex(first: first, second: second)
  }

  /// Corners between two points of the line, from left to right.
  func corners(between left: Isoquant.Vertex, _ right: Isoquant.Vertex) -> [Isoquant.Vertex] {
    let (u, v) = (left.second - right.second, right.first - left.first)
    guard u > 0, v > 0, let found = point(u / (u + v), v / (u + v)) else { return [] }
    let cost = u * left.first + v * left.second
    guard u * found.first + v * found.second < (1 - Self.leastSaving) * cost else { return [] }
    return corners(between: left, found) + [found] + corners(between: found, right)
  }
}
