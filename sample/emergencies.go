package sample

import (
	"math/rand/v2"

	"langnghe/bot/org"
	"langnghe/bot/report"
)

// emergencies are dangers to people, property or services; all invented.
var emergencies = []struct {
	trigger, shown, level string
	where, happens        []string
}{
	{"thien_tai", "Thiên tai, ngập lụt, sạt lở, vỡ đê", "hoa_toc",
		[]string{"ngõ trũng cạnh mương thoát nước, {noi}", "khu tập thể thấp cuối {noi}"},
		[]string{"Từ rạng sáng, sau trận mưa lớn, nước ngập khoảng 50 cm, hơn {so} hộ bị nước vào nhà, máy bơm chưa hoạt động. Cần hỗ trợ người già và di chuyển đồ đạc.", "Nước dâng nhanh từ nửa đêm, mấy nhà thấp đã phải kê đồ lên gác, đường vào không đi được xe máy."}},
	{"moi_truong", "Sự cố môi trường (xả thải, hóa chất, nước sinh hoạt ô nhiễm)", "khan",
		[]string{"đoạn kênh qua {noi}", "cuối kênh, giáp {noi}"},
		[]string{"Ba ngày nay nước kênh chuyển màu đen, mùi hắc, cá chết nổi. Bà con nghi do xả thải từ phía trên nhưng chưa xác minh.", "Nước có váng và mùi lạ từ chiều qua, vài người bị ngứa khi lội xuống."}},
	{"chay_no_tai_nan", "Cháy, nổ, sập đổ, tai nạn nghiêm trọng", "hoa_toc",
		[]string{"kho phế liệu cạnh {noi}", "dãy nhà trọ trong ngõ, {noi}"},
		[]string{"Có đám cháy, khói đen bốc cao, đã gọi 114. Các hộ bên cạnh đang chuyển đồ ra ngoài, chưa thấy ai bị thương.", "Tường rào công trình đổ xuống lối đi, chưa rõ có người bị kẹt không, đã gọi 114."}},
	{"dich_benh", "Dịch bệnh, ngộ độc tập thể", "khan",
		[]string{"bữa cỗ tại {noi}", "khu nhà trọ công nhân, {noi}"},
		[]string{"Khoảng mười người đau bụng, nôn sau bữa ăn tối qua, đã có người được đưa tới trạm y tế.", "Một số người sốt cao cùng lúc trong hai ngày, trạm y tế đã xuống kiểm tra."}},
	{"tin_don", "Tin đồn, tin giả lan nhanh", "khan",
		[]string{"các nhóm mạng xã hội của {noi}", "chợ dân sinh gần {noi}"},
		[]string{"Lan truyền tin nước máy nhiễm độc, bà con đổ xô mua nước đóng chai. Chưa thấy thông báo chính thức nào.", "Có tin đê sắp vỡ, một số hộ đã chuyển đồ đi. Chúng tôi kiểm tra tại chỗ chưa thấy gì bất thường."}},
	{"diem_nong", "Mâu thuẫn trong khu dân cư có nguy cơ gây thương tích, thiệt hại", "khan",
		[]string{"ngõ chung của {noi}", "bãi đỗ xe tự phát ở {noi}"},
		[]string{"Hai nhà tranh chấp lối đi, đã to tiếng và cầm gậy đe dọa nhau, hàng xóm can ra nhưng chưa yên.", "Xô xát vì chỗ đỗ xe, hai bên gọi thêm người tới, bà con lo có người bị thương."}},
	{"an_ninh", "Vụ việc an ninh, trật tự nghiêm trọng gây hoang mang", "hoa_toc",
		[]string{"đường vào {noi}", "khu vực nhà văn hóa, {noi}"},
		[]string{"Nhóm thanh niên lạ phóng xe cầm hung khí qua khu dân cư đêm qua, bà con không dám ra đường buổi tối.", "Trong đêm có nhiều nhà bị phá khóa, mất xe, bà con rất hoang mang."}},
	{"giao_duc_y_te", "Vụ việc ở trường học, bệnh viện gây bức xúc lớn", "khan",
		[]string{"trường tiểu học gần {noi}"},
		[]string{"Trần lớp học rơi mảng vữa trong giờ ra chơi, không cháu nào bị thương, phụ huynh rất lo lắng."}},
}

// emergency is the answers of an urgent report, as the flow khan asks for
// them, and its level.
func emergency(r *rand.Rand, tree *org.Tree, unit string) (fields []report.Field, level string) {
	e := emergencies[r.IntN(len(emergencies))]
	fill := filler(r, tree, unit)
	where := upper(fill.Replace(e.where[r.IntN(len(e.where))]))
	happens := fill.Replace(e.happens[r.IntN(len(e.happens))])
	return []report.Field{
		{ID: "viec_gi", Label: "Việc gì", Value: e.trigger, Shown: e.shown},
		{ID: "o_dau", Label: "Ở đâu", Value: where, Shown: where},
		{ID: "dien_bien", Label: "Diễn biến", Value: happens, Shown: happens},
	}, e.level
}
