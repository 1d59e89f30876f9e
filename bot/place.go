package bot

import (
	"math"
	"strconv"
	"strings"

	"langnghe/bot/chat"
	"langnghe/flows"
)

// mapPoint is a point on the map. Where a place is asked for it is the beginning of
// the answer, as an area about a kilometre wide: no house is kept that way. The
// person is left to add the street, so no silence ends the answer.
func (t *turn) mapPoint(m chat.Media) {
	lat, long, ok := coarse(m.Ref)
	if n := len(t.session.Frames); ok && n > 0 {
		f := t.session.Frames[n-1]
		if set, err := t.b.set(t.tx, f.State.Version); err == nil && set.AsksPlace(f.State, t.env()) {
			t.step(flows.Event{Text: t.text("bot.pin", "vi_do", lat, "kinh_do", long)})
			t.wait(&flows.Wait{Timer: "quiet"})
			t.again()
			return
		}
	}
	t.say(t.text("bot.pin_not"))
	t.again()
}

// coarse is a point rounded to a hundredth of a degree, about a kilometre.
func coarse(ref string) (lat, long string, ok bool) {
	a, b, _ := strings.Cut(ref, ",")
	x, err1 := strconv.ParseFloat(strings.TrimSpace(a), 64)
	y, err2 := strconv.ParseFloat(strings.TrimSpace(b), 64)
	if err1 != nil || err2 != nil || !(math.Abs(x) <= 90) || !(math.Abs(y) <= 180) {
		return "", "", false
	}
	words := func(v float64) string { return strings.Replace(strconv.FormatFloat(v, 'f', 2, 64), ".", ",", 1) }
	return words(x), words(y), true
}
