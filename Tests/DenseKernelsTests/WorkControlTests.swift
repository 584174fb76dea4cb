import DenseKernels
import Testing

@Suite struct WorkControlTests {
  @Test("cancelled work throws, and items not begun are never run", arguments: [1, 2, 4])
  func cancellation(workers: Int) {
    let control = WorkControl()
    #expect(throws: WorkCancelled()) {
      try parallelMap(count: 1000, workers: workers, control: control) { index in
        if index == 10 { control.cancel() }
        return index
      }
    }
    #expect(control.progress.doneCount >= 1)
    #expect(control.progress.doneCount < 1000)
  }

  @Test("work cancelled before it begins does nothing")
  func cancelledBefore() {
    let control = WorkControl()
    control.cancel()
    #expect(throws: WorkCancelled()) {
      try parallelMap(count: 5, workers: 2, control: control) { $0 }
    }
    #expect(control.progress.doneCount == 0)
  }

  @Test("every item is counted once", arguments: [1, 3], [1, 7])
  func progress(workers: Int, grain: Int) throws {
    let control = WorkControl()
    control.begin("squares", count: 100)
    let found = try parallelMap(count: 100, workers: workers, grain: grain, control: control) {
      $0 * $0
    }
    #expect(found == (0..<100).map { $0 * $0 })
    #expect(control.progress.step == "squares")
    #expect(control.progress.doneCount == 100)
    #expect(control.progress.totalCount == 100)
  }

  @Test("a cancellation after the last item changes nothing")
  func cancelledLate() throws {
    let control = WorkControl()
    let found = try parallelMap(count: 3, workers: 1, control: control) { index in
      if index == 2 { control.cancel() }
      return index
    }
    #expect(found == [0, 1, 2])
  }
}
