/// What the command line asked for.
struct Settings {
  let roundCount: Int
  let isQuick: Bool
  let seed: UInt64
  let workerCount: Int
  let libraries: [RivalLibrary]
}
