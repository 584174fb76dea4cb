internal import CEmbedding

/// What handles stand for: numbers with a place, a generation that changes with every use of the place, and a mark
/// of this copy of the library.
///
/// Places are guarded by a lock of C, which is free in a forked child.
final class Registry: @unchecked Sendable {
  static let shared = Registry()

  private struct Place {
    var generation: UInt64
    var object: AnyObject?
  }

  private static let indexBits: UInt64 = 24
  private static let generationBits: UInt64 = 24
  private static let largestIndex = 1 << 24
  private static let largestGeneration: UInt64 = 1 << 24

  // Guarded by the lock.
  private var places: [Place] = []
  private var free: [Int] = []
  /// 15 bits, above 0, and the sign bit left free for hosts without unsigned numbers.
  private let mark: UInt64

  private init() {
    var generator = SystemRandomNumberGenerator()
    mark = UInt64.random(in: 1..<1 << 15, using: &generator)
  }

  /// Runs `body` while no other thread uses handles.
  func locked<Value, Failure>(_ body: () throws(Failure) -> Value) throws(Failure) -> Value {
    embedding_lock()
    defer { embedding_unlock() }
    return try body()
  }

  /// A handle for an object; nil where there are too many.
  func insert(_ object: AnyObject) -> UInt64? {
    locked {
      let index: Int
      if let last = free.popLast() {
        index = last
      } else {
        guard places.count < Self.largestIndex else { return nil }
        index = places.count
        places.append(Place(generation: 0, object: nil))
      }
      places[index].object = object
      return handle(index)
    }
  }

  /// The object of a handle; nil where it has none of this type.
  func object<Object: AnyObject>(_ handle: UInt64, _ type: Object.Type) -> Object? {
    locked { place(handle).flatMap { places[$0].object as? Object } }
  }

  /// Forgets a handle; nil where it stands for nothing of this type.
  func remove<Object: AnyObject>(_ handle: UInt64, _ type: Object.Type) -> Object? {
    locked {
      guard let index = place(handle), let object = places[index].object as? Object else {
        return nil
      }
      places[index].object = nil
      places[index].generation += 1
      // A place that has had every generation is never used again: its handles would come twice.
      if places[index].generation < Self.largestGeneration { free.append(index) }
      return object
    }
  }

  private func handle(_ index: Int) -> UInt64 {
    (mark << Self.generationBits | places[index].generation) << Self.indexBits | UInt64(index)
  }

  private func place(_ handle: UInt64) -> Int? {
    let index = Int(handle & UInt64(Self.largestIndex - 1))
    guard index < places.count, self.handle(index) == handle else { return nil }
    return index
  }
}
