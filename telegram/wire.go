package telegram

import (
	"encoding/json"

	"github.com/go-telegram/bot/models"
)

// update is what we look at of an Update. Fields we do not name cannot make
// an update unreadable.
type update struct {
	ID       int64         `json:"update_id"`
	Message  *message      `json:"message"`
	Edited   *message      `json:"edited_message"`
	Callback *callback     `json:"callback_query"`
	Member   *memberChange `json:"my_chat_member"`

	// What is ignored on purpose, each sort under its own counter.
	Reaction       json.RawMessage `json:"message_reaction"`
	Reactions      json.RawMessage `json:"message_reaction_count"`
	Post           json.RawMessage `json:"channel_post"`
	EditedPost     json.RawMessage `json:"edited_channel_post"`
	InlineQuery    json.RawMessage `json:"inline_query"`
	ChosenInline   json.RawMessage `json:"chosen_inline_result"`
	OthersStanding json.RawMessage `json:"chat_member"`
	JoinRequest    json.RawMessage `json:"chat_join_request"`
}

type message struct {
	ID          int64                  `json:"message_id"`
	From        *models.User           `json:"from"`
	SenderChat  *models.Chat           `json:"sender_chat"`
	Date        int64                  `json:"date"`
	EditDate    int64                  `json:"edit_date"`
	Chat        models.Chat            `json:"chat"`
	AutoForward bool                   `json:"is_automatic_forward"`
	Text        string                 `json:"text"`
	Entities    []models.MessageEntity `json:"entities"`
	Caption     string                 `json:"caption"`
	Album       string                 `json:"media_group_id"`
	Thread      int64                  `json:"message_thread_id"`
	InTopic     bool                   `json:"is_topic_message"`

	Photo     []models.PhotoSize `json:"photo"`
	Voice     *file              `json:"voice"`
	Audio     *file              `json:"audio"`
	Video     *file              `json:"video"`
	VideoNote *file              `json:"video_note"`
	Animation *file              `json:"animation"`
	Document  *file              `json:"document"`
	Sticker   *file              `json:"sticker"`
	Location  *models.Location   `json:"location"`
	Contact   *models.Contact    `json:"contact"`
	// What a person may send and we cannot use: he is owed an answer.
	Dice      json.RawMessage `json:"dice"`
	Poll      json.RawMessage `json:"poll"`
	Story     json.RawMessage `json:"story"`
	Checklist json.RawMessage `json:"checklist"`
	PaidMedia json.RawMessage `json:"paid_media"`

	MigrateTo   int64 `json:"migrate_to_chat_id"`
	MigrateFrom int64 `json:"migrate_from_chat_id"`
}

// file is what the platform's media objects have in common.
type file struct {
	ID   string `json:"file_id"`
	Name string `json:"file_name"`
	Size int64  `json:"file_size"`
}

// callback is a pressed button. Message is absent for inline messages, and has
// only chat, message_id and date 0 when it is no longer accessible.
type callback struct {
	ID      string       `json:"id"`
	From    *models.User `json:"from"`
	Message *message     `json:"message"`
	Data    string       `json:"data"`
}

type memberChange struct {
	Chat models.Chat  `json:"chat"`
	From *models.User `json:"from"`
	Date int64        `json:"date"`
	Old  member       `json:"old_chat_member"`
	New  member       `json:"new_chat_member"`
}

type member struct {
	Status   string `json:"status"`
	IsMember bool   `json:"is_member"` // of a restricted one
	CanSend  bool   `json:"can_send_messages"`
}

// in reports whether the bot is in the chat with this status.
func (m member) in() bool {
	switch m.Status {
	case "creator", "administrator", "member":
		return true
	case "restricted":
		return m.IsMember
	}
	return false
}

// speaks reports whether the bot may write in the chat with this status.
func (m member) speaks() bool { return m.in() && (m.Status != "restricted" || m.CanSend) }
