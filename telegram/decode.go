package telegram

import (
	"encoding/json"
	"errors"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/go-telegram/bot/models"

	"langnghe/bot/chat"
)

// Why an update is acknowledged and not kept; each is a counter.
const (
	ignoredKind     = "ignored_update_kind"    // an update we did not ask for
	ignoredBot      = "ignored_from_bot"       // another bot speaks
	ignoredOtherBot = "ignored_other_command"  // a command to another bot
	ignoredService  = "ignored_service"        // title changed, member joined, message pinned …
	ignoredMirror   = "ignored_migrate_mirror" // the new group's half of a migration
	ignoredChannel  = "ignored_channel"        // a broadcast channel is no place of ours
	ignoredForward  = "ignored_auto_forward"   // the linked channel's post, copied to the group
	ignoredRights   = "ignored_rights"         // the bot stays in the group with other rights
	ignoredReaction = "ignored_reaction"       // a thumb under a message is no answer
	ignoredInline   = "ignored_inline"         // the bot is not to be used from other chats
	ignoredOthers   = "ignored_members"        // who joins or leaves a group is none of our business
)

// Decode reads the bytes of an accepted update. It is pure but for the bot's
// own username. An update of a sort that is ignored on purpose, which the
// webhook would not have kept, comes back with Kind "".
func (c *Channel) Decode(body []byte) (chat.Inbound, error) {
	in, _, err := decode(body, c.Username())
	return in, err
}

var (
	errNotUTF8 = errors.New("telegram: update is not UTF-8")
	errTooDeep = errors.New("telegram: update is nested too deeply")
	errNotJSON = errors.New("telegram: update is not the JSON we expect")
	errNoID    = errors.New("telegram: no update_id")
)

// decode reads one update addressed to the bot called self. ignored names the
// counter of an update that is dropped on purpose.
func decode(body []byte, self string) (in chat.Inbound, ignored string, err error) {
	switch {
	case !utf8.Valid(body):
		return in, "", errNotUTF8
	case deeper(body, maxDepth):
		return in, "", errTooDeep
	}
	var u update
	if json.Unmarshal(body, &u) != nil { // its error could quote the text
		return in, "", errNotJSON
	}
	if u.ID <= 0 {
		return in, "", errNoID
	}
	key := "update:" + strconv.FormatInt(u.ID, 10)
	for _, k := range kinds {
		if k.has(&u) {
			if in, ignored = k.read(&u, self); ignored != "" {
				return chat.Inbound{Channel: Name, Key: key}, ignored, nil
			}
			in.Channel, in.Key = Name, key
			return in, "", nil
		}
	}
	return chat.Inbound{Channel: Name, Key: key}, u.unwanted(), nil
}

// unwanted names the counter of an update of a sort we do not ask for. One may
// come all the same: the platform does not filter what it queued before.
func (u *update) unwanted() string {
	switch {
	case u.Reaction != nil || u.Reactions != nil:
		return ignoredReaction
	case u.Post != nil || u.EditedPost != nil:
		return ignoredChannel
	case u.InlineQuery != nil || u.ChosenInline != nil:
		return ignoredInline
	case u.OthersStanding != nil || u.JoinRequest != nil:
		return ignoredOthers
	}
	return ignoredKind
}

// kinds is every sort of update we ask for; allowedUpdates is made from it.
var kinds = []struct {
	name string
	has  func(*update) bool
	read func(u *update, self string) (in chat.Inbound, ignored string)
}{
	{"message", func(u *update) bool { return u.Message != nil },
		func(u *update, self string) (chat.Inbound, string) { return readMessage(u.Message, self) }},
	{"edited_message", func(u *update) bool { return u.Edited != nil },
		func(u *update, _ string) (chat.Inbound, string) { return readEdit(u.Edited) }},
	{"callback_query", func(u *update) bool { return u.Callback != nil },
		func(u *update, _ string) (chat.Inbound, string) { return readPress(u.Callback) }},
	{"my_chat_member", func(u *update) bool { return u.Member != nil },
		func(u *update, _ string) (chat.Inbound, string) { return readMember(u.Member) }},
}

func allowedUpdates() []string {
	var names []string
	for _, k := range kinds {
		names = append(names, k.name)
	}
	return names
}

func address(id int64) chat.Address {
	return chat.Address{Channel: Name, ID: strconv.FormatInt(id, 10)}
}

func moment(unix int64) time.Time {
	if unix <= 0 {
		return time.Time{}
	}
	return time.Unix(unix, 0).UTC()
}

func isGroup(c models.Chat) bool {
	return c.Type == models.ChatTypeGroup || c.Type == models.ChatTypeSupergroup
}
