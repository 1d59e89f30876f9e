package report

import "maps"

// Merge makes the counts of one question fit to leave the units they come from.
//
// The rule: a figure is published only if at least k different people stand
// behind it; all that is smaller goes into one figure called other. Why it is
// so and not otherwise:
//
//   - People are counted over the whole area the figures are about, each once
//     however many opinions and units he reported. Counting unit by unit would
//     hide what many people in many places say; adding up people per count
//     would take two who said three things each for six.
//   - The total is published beside the counts. What is left of it when the
//     counts shown are taken away must itself stand for k people or be nothing,
//     or one could read a small group off by subtraction. So when the merged
//     figure stands for fewer than k, the smallest count that could have been
//     shown joins it, and so on. Opinions to which the question was not
//     answered are a count like any other (its Key is ""), for the same reason.
//   - When all together are fewer than k, nothing is published: nil.
//
// It does not help against somebody who compares the same figure before and
// after a single report came in; figures that only grow cannot prevent that
// without being delayed or made inexact.
func Merge(counts []Count, k int, other string) []Count {
	var kept []Count
	rest := Count{Key: MergedKey, Name: other, who: map[string]bool{}}
	for _, c := range counts {
		if c.Reporters < k {
			rest.join(c)
			continue
		}
		kept = append(kept, c)
	}
	if rest.N == 0 {
		return kept
	}
	for rest.Reporters < k && len(kept) > 0 {
		rest.join(kept[len(kept)-1]) // they come sorted, the smallest last
		kept = kept[:len(kept)-1]
	}
	if rest.Reporters < k {
		return nil
	}
	return append(kept, rest)
}

// MergedKey is the key of the count that stands for the small ones.
const MergedKey = "khac_gop"

// join adds what another count stands for.
func (c *Count) join(d Count) {
	maps.Copy(c.who, d.who)
	c.N += d.N
	c.Reporters = len(c.who)
}
