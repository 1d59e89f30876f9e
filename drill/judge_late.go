package drill

import (
	"regexp"
	"time"
)

// lateWords stand in the lists of who has not reported.
var lateWords = regexp.MustCompile(`\d+ người đã gửi`)

// stillOwing looks at a list of who has not reported: who had left before it was
// made stands in none.
func (j *judges) stillOwing(ph *phone, b bubble) {
	if !lateWords.MatchString(b.text) {
		return
	}
	made := b.at.Add(-afterwards)
	if from := b.at.Add(-3 * time.Hour); j.w.faults.sick(from, b.at) > 0 || j.w.faults.doubted(from, b.at) {
		made = from // it may have stood in line
	}
	for _, p := range j.named(b.text) {
		n := len(p.aways)
		j.holds(invConsent, !p.away() || p.aways[n-1].from.After(made), "%s reads that %s, who left, owes a report", ph.owner.id, p.id)
	}
}
