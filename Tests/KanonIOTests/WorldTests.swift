import Testing

/// Everything that touches the world, one test after another: servers and disks do not like company.
@Suite(.serialized)
struct WorldTests {}
