package store

// bucket is one of the file's buckets.
type bucket uint8

// The buckets. Keys in brackets; H is a keyed hash, N a number of 8 bytes, T a
// time of 12 bytes, all in byte order.
const (
	bMeta        bucket = iota // [word] schema version, wrapped data key
	bInbox                     // [N] events that wait
	bQuarantine                // [N] events put aside
	bDamaged                   // [N] events that cannot be opened, set aside by Salvage
	bDedup                     // [H event] number and day of every accepted event
	bSessions                  // [H chat]
	bContacts                  // [H chat]
	bPeople                    // [H person]
	bPersonAt                  // [H chat] -> H person
	bPosts                     // [H post]
	bPostsOf                   // [H person, H post]
	bPostsIn                   // [H unit, H post]
	bGroups                    // [H chat]
	bGroupsOf                  // [H unit, H chat]
	bInvites                   // [H code]
	bReports                   // [report id]
	bReportsOf                 // [H person, T, length of id, id]
	bReportsIn                 // [H unit and period, T, length, id]
	bReportsHeld               // [H unit, T, length, id]
	bReportsBy                 // [H person and period, H kind, id] not withdrawn
	bUrgent                    // [H unit, T, length, id] not closed
	bPrompts                   // [H prompt]
	bPromptsOf                 // [H unit, H prompt]
	bOutbox                    // [N] a byte for the state, then the row
	bSeen                      // [H dedup] row number and day
	bParked                    // [H chat, N]
	bTimers                    // [T due, H key]
	bTimerDue                  // [H key] -> T due
	bFired                     // [H rule]
	bFlows                     // [version]
	bSeries                    // [H series] -> N
	bAudit                     // [N]
	bVault                     // [H name]
	bAside                     // [name of a bucket, slash, key] day, then a damaged record as it was; see Mend
	bMedia                     // [H media] what was sent besides words; the files lie beside the data file
	bMediaOf                   // [H report, H media]
	bMediaBy                   // [H person, H media]
	bAnswers                   // [H prompt, H person, id] of a report that answers a prompt, not withdrawn
	nBuckets
)

var bucketNames = [nBuckets]string{
	"meta", "inbox", "quarantine", "damaged", "dedup", "sessions", "contacts", "people", "person_at", "posts", "posts_of",
	"posts_in", "groups", "groups_of", "invites", "reports", "reports_of", "reports_in", "reports_held", "reports_by", "urgent",
	"prompts", "prompts_of", "outbox", "seen", "parked", "timers", "timer_due", "fired", "flows", "series", "audit",
	"vault", "aside", "media", "media_of", "media_by", "answers",
}

func (b bucket) String() string { return bucketNames[b] }

// inOrder are the buckets whose new keys come last: their pages may be filled,
// nothing will be put between.
var inOrder = [nBuckets]bool{bInbox: true, bReports: true, bOutbox: true, bAudit: true}
