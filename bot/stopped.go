package bot

import "time"

// Stopped names the channels that send nothing now because their platform said
// so, and until when. It belongs to the goroutine that owns the deliverer.
func (d *Deliverer) Stopped(now time.Time) map[string]time.Time {
	stopped := map[string]time.Time{}
	for _, l := range d.lanes {
		if l.until.After(now) {
			stopped[l.channel.Name()] = l.until
		}
	}
	return stopped
}
