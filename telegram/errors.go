package telegram

import "langnghe/bot/chat"

// rule says what one answer of the platform means. The first rule whose code
// and fragment fit is taken; a fragment is looked for in lower case. The
// platform's descriptions are not documented: these were collected from its
// published server and from the field, and a fragment is as short as is safe.
type rule struct {
	code     int    // error_code; 5 stands for 500 and above, 4 for any other 4xx
	fragment string // of the description; "" fits all
	done     bool   // as good as success
	reaction chat.Reaction
	reason   string
	alert    string // what a human must mend, "" when nothing
}

const (
	any4xx = 4
	any5xx = 5

	alertToken   = "Telegram từ chối mã của bot: kiểm tra telegram.token. Tin chờ gửi vẫn được giữ."
	alertServer  = "Máy chủ Bot API không phục vụ bot này: kiểm tra telegram.api_url và telegram.token."
	alertUnknown = "Telegram từ chối một tin với lý do chưa biết; xem thư chết."
	alertMarkup  = "Telegram không đọc được định dạng của một tin; đây là lỗi của chương trình."
)

var rules = []rule{
	// Answers to presses and edits that come too late are no failures.
	{code: 400, fragment: "message is not modified", done: true},
	{code: 400, fragment: "message to edit not found", done: true},
	{code: 400, fragment: "message can't be edited", done: true},
	{code: 400, fragment: "message_id_invalid", done: true},
	{code: 400, fragment: "query is too old", done: true},
	{code: 400, fragment: "query id is invalid", done: true},

	{code: 400, fragment: "chat not found", reaction: chat.Unreachable, reason: "chat_not_found"},
	{code: 400, fragment: "peer_id_invalid", reaction: chat.Unreachable, reason: "chat_not_found"},
	{code: 400, fragment: "user not found", reaction: chat.Unreachable, reason: "chat_not_found"},
	{code: 400, fragment: "upgraded to a supergroup", reaction: chat.Unreachable, reason: "upgraded"}, // new id not told
	{code: 400, fragment: "not enough rights", reaction: chat.Unreachable, reason: "no_rights"},
	{code: 400, fragment: "have no rights to send", reaction: chat.Unreachable, reason: "no_rights"},
	{code: 400, fragment: "chat_write_forbidden", reaction: chat.Unreachable, reason: "no_rights"},
	{code: 400, fragment: "chat_restricted", reaction: chat.Unreachable, reason: "no_rights"},

	{code: 400, fragment: "message thread not found", reaction: chat.Invalid, reason: "topic"},
	{code: 400, fragment: "topic_closed", reaction: chat.Invalid, reason: "topic"},
	{code: 400, fragment: "topic_deleted", reaction: chat.Invalid, reason: "topic"},
	{code: 400, fragment: "message to be replied not found", reaction: chat.Invalid, reason: "reply"},
	{code: 400, fragment: "can't parse entities", reaction: chat.Invalid, reason: "markup", alert: alertMarkup},
	{code: 400, fragment: "message is too long", reaction: chat.Invalid, reason: "too_long"},
	{code: 400, fragment: "caption is too long", reaction: chat.Invalid, reason: "too_long"},
	{code: 400, fragment: "button_data_invalid", reaction: chat.Invalid, reason: "buttons"},
	{code: 400, fragment: "reply markup is too long", reaction: chat.Invalid, reason: "buttons"},
	{code: 400, fragment: "message text is empty", reaction: chat.Invalid, reason: "empty"},
	{code: 400, fragment: "text must be non-empty", reaction: chat.Invalid, reason: "empty"},
	{code: 400, fragment: "file is too big", reaction: chat.Invalid, reason: "media"},
	{code: 400, fragment: "wrong file identifier", reaction: chat.Invalid, reason: "media"},
	{code: 400, fragment: "invalid file_id", reaction: chat.Invalid, reason: "media"},
	{code: 400, fragment: "type of file mismatch", reaction: chat.Invalid, reason: "media"},
	{code: 400, fragment: "image_process_failed", reaction: chat.Invalid, reason: "media"},
	{code: 400, fragment: "photo_invalid_dimensions", reaction: chat.Invalid, reason: "media"},
	{code: 400, fragment: "failed to get http url content", reaction: chat.Invalid, reason: "media"},
	{code: 400, reaction: chat.Invalid, reason: "unknown", alert: alertUnknown},

	{code: 401, reaction: chat.Stop, reason: "unauthorized", alert: alertToken},

	{code: 403, fragment: "bot was blocked by the user", reaction: chat.Unreachable, reason: "blocked"},
	{code: 403, fragment: "user is deactivated", reaction: chat.Unreachable, reason: "deactivated"},
	{code: 403, fragment: "can't initiate conversation", reaction: chat.Unreachable, reason: "not_started"},
	{code: 403, fragment: "bot was kicked", reaction: chat.Unreachable, reason: "kicked"},
	{code: 403, fragment: "bot is not a member", reaction: chat.Unreachable, reason: "kicked"},
	{code: 403, fragment: "group chat was deleted", reaction: chat.Unreachable, reason: "group_deleted"},
	{code: 403, fragment: "can't send messages to bots", reaction: chat.Unreachable, reason: "bot"},
	{code: 403, reaction: chat.Unreachable, reason: "forbidden", alert: alertUnknown},

	{code: 404, reaction: chat.Stop, reason: "not_found", alert: alertToken},
	{code: 409, reaction: chat.Retry, reason: "conflict"},
	{code: 413, reaction: chat.Invalid, reason: "too_long"},
	{code: 421, reaction: chat.Stop, reason: "wrong_server", alert: alertServer},
	{code: 429, reaction: chat.Wait, reason: "flood"},
	{code: any4xx, reaction: chat.Invalid, reason: "unknown", alert: alertUnknown},
	{code: any5xx, reaction: chat.Retry, reason: "platform"}, // the message may have gone out
}
