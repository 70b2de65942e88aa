/// What buttons can ask for, numbered, so that threads which know no words can pass it on. For the control thread.
///
/// A number stays what it is when another mapping comes: a press that is still on its way means what it meant.
final class ButtonRequests {
    private var list: [ButtonRequest] = []
    private var numbers: [ButtonRequest: Int32] = [:]

    subscript(_ number: Int32) -> ButtonRequest { list[Int(number)] }

    func number(of request: ButtonRequest) -> Int32 {
        if let number = numbers[request] { return number }
        let number = Int32(list.count)
        list.append(request)
        numbers[request] = number
        return number
    }
}
