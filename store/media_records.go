package store

import (
	"errors"
	"slices"
	"strings"

	"langnghe/bot"
)

// putMedia keeps the record of something sent besides words, and its entries by
// report and by person. When the record asks for no file, the file goes.
func (t *tx) putMedia(m *bot.Media) {
	if m.ID == "" {
		t.fail(errors.New("store: media without an id cannot be kept"))
		return
	}
	k := t.s.mediaKey(m.ID)
	var old mediaKeys
	if was, ok := load[bot.Media](t, bMedia, k[:]); ok {
		old = t.mediaKeys(&was)
	}
	now := t.mediaKeys(m)
	for i, b := range mediaIndexes {
		t.reindex(b, old[i], now[i])
	}
	t.save(bMedia, k[:], m)
	t.gone = slices.DeleteFunc(t.gone, func(g hkey) bool { return g == k })
	if !hasFile(m) {
		t.gone = append(t.gone, k)
	}
}

// hasFile reports whether there may be a file for a record.
func hasFile(m *bot.Media) bool { return m.State == bot.MediaKept || m.State == bot.MediaWanted }

var mediaIndexes = [...]bucket{bMediaOf, bMediaBy}

// mediaKeys are the keys of a record in each of mediaIndexes.
type mediaKeys [len(mediaIndexes)][][]byte

func (t *tx) mediaKeys(m *bot.Media) (k mediaKeys) {
	id := t.s.mediaKey(m.ID)
	if m.Report != "" {
		k[0] = [][]byte{pairKey(t.hash("media report", m.Report), id)}
	}
	if m.Person != "" {
		k[1] = [][]byte{pairKey(t.hash("person", m.Person), id)}
	}
	return k
}

// dropMedia removes the record of something that belongs to no report.
func (t *tx) dropMedia(k []byte, m *bot.Media) {
	old := t.mediaKeys(m)
	for i, b := range mediaIndexes {
		t.reindex(b, old[i], nil)
	}
	t.del(bMedia, k)
}

// MediaRecord gives what is known of one photo, voice note or file.
func (t *tx) MediaRecord(id string) (bot.Media, bool) {
	k := t.s.mediaKey(id)
	return load[bot.Media](t, bMedia, k[:])
}

// MediaOf lists what belongs to a report.
func (t *tx) MediaOf(report string) []bot.Media {
	return t.mediaIn(bMediaOf, t.hash("media report", report))
}

// MediaBy lists what a person sent.
func (t *tx) MediaBy(person string) []bot.Media {
	return t.mediaIn(bMediaBy, t.hash("person", person))
}

func (t *tx) mediaIn(b bucket, h hkey) []bot.Media {
	var list []bot.Media
	for _, k := range t.tails(b, h[:], false, all) {
		list = append(list, need[bot.Media](t, bMedia, k))
	}
	slices.SortFunc(list, func(a, b bot.Media) int {
		if c := a.At.Compare(b.At); c != 0 {
			return c
		}
		return strings.Compare(a.ID, b.ID)
	})
	return list
}
