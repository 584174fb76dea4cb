import BigInt

/// Answer to a linear program in exact arithmetic, in the program's own units.
package struct ExactSolution: Sendable {
  /// How the solve ended: optimal, infeasible, unbounded or at the pivot limit.
  package let status: SolutionStatus
  /// c'x of `primal`; meaningful when optimal.
  package let objective: Rational
  /// x, n values; the last iterate when not optimal.
  package let primal: [Rational]
  /// y, m row duals of the last basis; reduced costs are c − A'y.
  package let dual: [Rational]
  /// Proof of infeasibility or unboundedness; otherwise nil.
  ///
  /// Infeasible: y with y'b > max { y'Ax : l ≤ x ≤ u }, m values. Unbounded: d with Ad = 0,
  /// c'd < 0 along which x stays within its bounds, n values.
  package let ray: [Rational]?
  /// The last basis.
  package let basis: Basis
  /// Number of pivots, bound flips included; 0 when the given basis was optimal.
  package let pivotCount: Int
}

// The answer in the program's own units.
extension ExactSimplex {
  /// The last iterate, with the proof of how the run ended.
  func solution(_ ending: Ending) -> ExactSolution {
    let status: SolutionStatus
    switch ending {
    case .optimal: status = .optimal
    case .infeasible: status = .infeasible
    case .unbounded: status = .unbounded
    case .pivotLimit: status = .pivotLimit
    }
    return ExactSolution(
      status: status, objective: objective(), primal: primal(),
      dual: duals().enumerated().map {
        program.dual(ofRow: $0.offset, $0.element, over: basis.determinant)
      },
      ray: ray(ending), basis: Basis(columns: basis.columns, restsAtUpper: restsAtUpper),
      pivotCount: pivotCount)
  }

  private func objective() -> Rational {
    var sum: BigInt = 0
    for column in 0..<program.columnCount where !basis.isBasic[column] {
      let value = restingValue(column)
      if !value.isZero { sum += program.cost(column) * value }
    }
    sum = sum * basis.determinant + dot(basis.columns.map(program.cost), basicValues)
    return program.objective(sum, over: basis.determinant)
  }

  private func primal() -> [Rational] {
    var primal = (0..<program.columnCount).map { column in
      program.value(ofColumn: column, restingValue(column), over: 1)
    }
    for (row, column) in basis.columns.enumerated() where column < primal.count {
      primal[column] = program.value(
        ofColumn: column, basicValues[row], over: basis.determinant)
    }
    return primal
  }

  private func ray(_ ending: Ending) -> [Rational]? {
    switch ending {
    case .optimal, .pivotLimit: return nil
    case .infeasible(let row, let isBelow):
      // The row of B⁻¹ states x_B = e'b − Σ α_j x_j, which no x within bounds can satisfy.
      return basis.row(row).enumerated().map { index, element in
        program.rayElement(
          ofRow: index, isBelow ? -element : element, over: basis.determinant)
      }
    case .unbounded(let entering, let direction, let transformed):
      var ray = [Rational](repeating: 0, count: program.columnCount)
      ray[entering] = program.rayElement(ofColumn: entering, BigInt(direction), over: 1)
      for (row, column) in basis.columns.enumerated() where column < ray.count {
        ray[column] = program.rayElement(
          ofColumn: column, BigInt(-direction) * transformed[row], over: basis.determinant)
      }
      return ray
    }
  }
}
