import CPlatform
import Glibc
import TestSupport
import Testing

@Suite("Processor quota")
struct ProcessorQuotaTests {
  /// Quota of a process in `group` of a hierarchy whose files are given by their path below the root.
  private func quota(_ membership: String, _ files: [String: String]) -> Int {
    let directory = TemporaryDirectory()
    let memberships = directory.write("membership", Array(membership.utf8))
    for (path, text) in files {
      var parent = directory.path
      for name in path.split(separator: "/").dropLast() {
        parent += "/\(name)"
        unsafe mkdir(parent, 0o700)
      }
      directory.write(path, Array(text.utf8))
    }
    let found = unsafe Int(farrell_processor_quota(memberships, directory.path))
    for path in files.keys {
      unsafe unlink(directory.file(path))
      var parent = path.split(separator: "/").dropLast()
      while !parent.isEmpty {
        unsafe rmdir(directory.file(parent.joined(separator: "/")))
        parent = parent.dropLast()
      }
    }
    return found
  }

  @Test("version 2: the smallest share on the way up counts, in whole processors")
  func unified() {
    #expect(
      quota("0::/a/b\n", ["a/b/cpu.max": "max 100000\n", "a/cpu.max": "250000 100000\n"]) == 3)
    #expect(
      quota("0::/a/b\n", ["a/b/cpu.max": "100000 100000\n", "a/cpu.max": "250000 100000\n"]) == 1)
    #expect(quota("0::/\n", ["cpu.max": "50000 100000\n"]) == 1)
    #expect(quota("0::/\n", ["cpu.max": "max 100000\n"]) == 0)
  }

  @Test(
    "version 1: the group of the controller of processor time counts, even if only its root is seen"
  )
  func split() {
    let files = ["cpu/cpu.cfs_quota_us": "200000\n", "cpu/cpu.cfs_period_us": "100000\n"]
    #expect(quota("4:memory:/x\n2:cpu,cpuacct:/outside\n", files) == 2)
    #expect(quota("4:cpuset:/\n3:cpuacct:/\n", files) == 0)
    #expect(
      quota("2:cpu:/\n", ["cpu/cpu.cfs_quota_us": "-1\n", "cpu/cpu.cfs_period_us": "100000\n"]) == 0
    )
  }

  @Test("no hierarchy, no limit")
  func none() {
    #expect(quota("", [:]) == 0)
    #expect(quota("0::/a\n", [:]) == 0)
    #expect(unsafe farrell_processor_quota("/nonexistent", "/nonexistent") == 0)
  }
}
