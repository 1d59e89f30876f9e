package drill

import (
	"hash/fnv"
	"strconv"
)

// chance is randomness by key: the n-th throw of somebody is the same whoever
// else is in the city and whatever they do.
type chance struct {
	seed   uint64
	entity string
	n      int
}

// below gives the next number below most, which must be positive.
func (c *chance) below(most int) int {
	c.n++
	return int(hash(c.seed, c.entity, c.n) % uint64(most))
}

// one reports true once in most times.
func (c *chance) one(most int) bool { return c.below(most) == 0 }

// hash is the n-th number of an entity.
func hash(seed uint64, entity string, n int) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(strconv.FormatUint(seed, 10) + "/" + entity + "/" + strconv.Itoa(n)))
	return mix(h.Sum64())
}

// mix spreads the bits of a number over the whole of it.
func mix(x uint64) uint64 {
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd
	x ^= x >> 33
	x *= 0xc4ceb9fe1a85ec53
	return x ^ x>>33
}

// stream is an endless source of bytes for the program, from a seed.
type stream struct {
	seed uint64
	n    uint64
	rest []byte
}

// Read implements io.Reader.
func (s *stream) Read(p []byte) (int, error) {
	for i := range p {
		if len(s.rest) == 0 {
			s.n++
			x := mix(s.seed ^ mix(s.n))
			for k := range 8 {
				s.rest = append(s.rest, byte(x>>(8*k)))
			}
		}
		p[i] = s.rest[0]
		s.rest = s.rest[1:]
	}
	return len(p), nil
}
