//! What a line seems to be for: the evidence weighed. Scores order what people look at; nothing is decided by them but what is
//! ticked already.

use kit_core::AccountId;
use orders::OrderNumber;

use super::line::{LineKind, Told};
use super::named::{Evidence, Named, named};
use super::proposal::{Proposal, Reason};
use super::waiting::Waiting;

/// What matching sees of a line.
#[derive(Debug, Clone, Copy)]
pub struct Movement<'a> {
    /// Which way it goes.
    pub kind: LineKind,
    /// How much, in cents.
    pub cents: i64,
    /// Who paid; may be empty.
    pub payer: &'a str,
    /// What else is said.
    pub told: &'a Told,
    /// Whether the money moved on the account that the publisher names on its orders.
    pub is_own: bool,
}

impl Waiting {
    /// What a line seems to be for.
    pub fn propose(&self, line: Movement<'_>) -> Proposal {
        if line.kind == LineKind::TakenBack {
            return Proposal::default();
        }
        let named = named(line.told);
        let (open, ended): (Vec<Named>, Vec<Named>) = named
            .into_iter()
            .filter(|named| self.due(named.number).is_some() || self.is_ended(named.number))
            .partition(|named| self.due(named.number).is_some());
        let mut proposal = match (open.as_slice(), ended.first()) {
            ([], Some(first)) => Proposal::of_orders([first.number], 60, vec![reason(first.by), Reason::Ended]),
            ([], None) => self.by_name(line),
            ([one], _) => self.for_one(*one, line.cents),
            (several, _) => self.for_several(several, line.cents),
        };
        if !open.is_empty() && !ended.is_empty() {
            proposal = proposal.doubted(Reason::SeveralFit, 75);
        }
        if line.kind == LineKind::Returned {
            proposal = proposal.doubted(Reason::Returned, 20);
        }
        if !line.is_own {
            proposal = proposal.doubted(Reason::OtherAccount, 50);
        }
        proposal
    }

    fn cents_of(&self, number: OrderNumber) -> i64 {
        self.due(number).map_or(0, |due| due.cents)
    }

    /// One order is named.
    fn for_one(&self, named: Named, cents: i64) -> Proposal {
        let by = reason(named.by);
        let (score, amount) = match Compared::of(cents, self.cents_of(named.number)) {
            Compared::Exact => (score(named.by), Reason::Exact),
            Compared::Less(missing) => (75, Reason::Part(missing)),
            Compared::More(rest) => (75, Reason::Over(rest)),
        };
        Proposal::of_orders([named.number], score, vec![by, amount])
    }

    /// Several orders are named: the sum of all, or the amount of one of them, or neither.
    fn for_several(&self, named: &[Named], cents: i64) -> Proposal {
        let numbers = || named.iter().map(|named| named.number);
        let weakest = named.iter().map(|named| named.by).max().unwrap_or(Evidence::Glued);
        let due = numbers().fold(0_i64, |sum, number| sum.saturating_add(self.cents_of(number)));
        if due == cents {
            let orders = i64::try_from(named.len()).unwrap_or(i64::MAX);
            let all =
                Proposal::of_orders(numbers(), score(weakest).min(92), vec![reason(weakest), Reason::Sum(orders)]);
            let mut accounts = numbers().filter_map(|number| Some(self.due(number)?.account));
            let first = accounts.next();
            let is_of_one = accounts.all(|account| Some(account) == first);
            return if is_of_one { all } else { all.doubted(Reason::SeveralAccounts, 75) };
        }
        let mut exact = named.iter().filter(|named| self.cents_of(named.number) == cents);
        if let (Some(one), None) = (exact.next(), exact.next()) {
            return self.for_one(*one, cents).doubted(Reason::SeveralFit, 70);
        }
        let rest = match Compared::of(cents, due) {
            Compared::Less(missing) => Reason::Part(missing),
            Compared::More(rest) => Reason::Over(rest),
            Compared::Exact => Reason::Exact,
        };
        Proposal::of_orders(numbers(), 60, vec![reason(weakest), rest, Reason::OtherSum])
    }

    /// No order is named: the payer's name, or at least the amount.
    fn by_name(&self, line: Movement<'_>) -> Proposal {
        match self.called(line.payer).as_slice() {
            [] => match self.only_of(line.cents) {
                Some(number) => Proposal::of_orders([number], 30, vec![Reason::OnlyAmount]),
                None => Proposal::nothing(Vec::new()),
            },
            [account] => self.for_account(*account, line.cents),
            several => {
                let fits = |account: &AccountId| self.of(*account).into_iter().filter(|(_, due)| *due == line.cents);
                let mut exact = several.iter().flat_map(fits);
                match (exact.next(), exact.next()) {
                    (Some((number, _)), None) => {
                        let reasons = vec![Reason::Name, Reason::Exact, Reason::SeveralNames];
                        Proposal::of_orders([number], 60, reasons)
                    }
                    _ => Proposal::nothing(vec![Reason::Name, Reason::SeveralNames]),
                }
            }
        }
    }

    /// One account is called like the payer.
    fn for_account(&self, account: AccountId, cents: i64) -> Proposal {
        let open = self.of(account);
        let exact: Vec<OrderNumber> = open.iter().filter(|(_, due)| *due == cents).map(|(number, _)| *number).collect();
        match (exact.as_slice(), open.as_slice()) {
            ([one], _) => Proposal::of_orders([*one], 80, vec![Reason::Name, Reason::Exact]),
            ([oldest, ..], _) => {
                Proposal::of_orders([*oldest], 50, vec![Reason::Name, Reason::Exact, Reason::SeveralFit])
            }
            ([], [(only, due)]) => {
                let amount = match Compared::of(cents, *due) {
                    Compared::Less(missing) => Reason::Part(missing),
                    Compared::More(rest) => Reason::Over(rest),
                    Compared::Exact => Reason::Exact,
                };
                Proposal::of_orders([*only], 50, vec![Reason::Name, amount])
            }
            ([], all) => {
                let sum = all.iter().fold(0_i64, |sum, (_, due)| sum.saturating_add(*due));
                if sum == cents {
                    let orders = i64::try_from(all.len()).unwrap_or(i64::MAX);
                    let numbers = all.iter().map(|(number, _)| *number);
                    Proposal::of_orders(numbers, 70, vec![Reason::Name, Reason::Sum(orders)])
                } else {
                    Proposal::of_account(account, 40, vec![Reason::Name, Reason::NoSuchAmount])
                }
            }
        }
    }
}

/// An amount beside what is due.
enum Compared {
    Exact,
    Less(i64),
    More(i64),
}

impl Compared {
    fn of(cents: i64, due: i64) -> Compared {
        match cents.cmp(&due) {
            std::cmp::Ordering::Equal => Compared::Exact,
            std::cmp::Ordering::Less => Compared::Less(due.saturating_sub(cents)),
            std::cmp::Ordering::Greater => Compared::More(cents.saturating_sub(due)),
        }
    }
}

const fn score(by: Evidence) -> i64 {
    match by {
        Evidence::Reference => 100,
        Evidence::EndToEnd => 98,
        Evidence::ReferenceInText => 97,
        Evidence::Number => 95,
        Evidence::Glued => 80,
    }
}

const fn reason(by: Evidence) -> Reason {
    match by {
        Evidence::Reference => Reason::Reference,
        Evidence::EndToEnd => Reason::EndToEnd,
        Evidence::ReferenceInText => Reason::ReferenceInText,
        Evidence::Number => Reason::Number,
        Evidence::Glued => Reason::Glued,
    }
}

#[cfg(test)]
mod tests {
    use orders::{Buyer, OpenOrder};
    use proptest::prelude::*;

    use super::*;

    fn number(place: i64) -> OrderNumber {
        OrderNumber::new(2026, place).unwrap()
    }

    fn order(place: i64, account: i64, name: &str, due: i64) -> OpenOrder {
        let buyer = Buyer { name: name.to_owned(), ..Buyer::default() };
        OpenOrder { number: number(place), account: AccountId(account), buyer, gross: due, paid: 0 }
    }

    /// Durand owes 132 and 66, Petit 132, two called Martin 50 each.
    fn town() -> Waiting {
        let mut waiting = Waiting::default();
        for order in [
            order(1, 10, "Atelier Durand SARL", 13_200),
            order(2, 10, "Atelier Durand SARL", 6_600),
            order(3, 11, "Menuiserie Petit", 13_200),
            order(4, 12, "Martin", 5_000),
            order(5, 13, "MARTIN SAS", 5_000),
            order(6, 14, "Seul de son prix", 777),
        ] {
            waiting.add(&order);
        }
        waiting
    }

    fn proposed(waiting: &Waiting, payer: &str, text: &str, cents: i64) -> Proposal {
        let told = Told { texts: vec![text.to_owned()], ..Told::default() };
        waiting.propose(Movement { kind: LineKind::Credit, cents, payer, told: &told, is_own: true })
    }

    fn numbers(proposal: &Proposal) -> Vec<i64> {
        proposal.orders().map(OrderNumber::place).collect()
    }

    #[test]
    fn a_number_and_the_exact_amount_are_sure() {
        let proposal = proposed(&town(), "Tante Zoé", "bc 2026 000001", 13_200);
        assert_eq!((numbers(&proposal), proposal.is_sure(), proposal.is_exact()), (vec![1], true, false));
        let reference = number(3).reference().unwrap().grouped();
        let proposal = proposed(&town(), "", &reference, 13_200);
        assert_eq!((numbers(&proposal), proposal.is_exact()), (vec![3], true));
        assert_eq!(proposal.reasons, [Reason::ReferenceInText, Reason::Exact]);
    }

    #[test]
    fn less_and_more_than_is_due_are_somebodys_decision() {
        for (cents, reason) in [(10_000, Reason::Part(3_200)), (15_000, Reason::Over(1_800))] {
            let proposal = proposed(&town(), "", "BC-2026-000001", cents);
            assert_eq!((numbers(&proposal), proposal.is_sure()), (vec![1], false));
            assert_eq!(proposal.reasons, [Reason::Number, reason]);
        }
    }

    #[test]
    fn several_numbers_are_sure_when_their_sum_fits() {
        let proposal = proposed(&town(), "", "BC-2026-000001 + BC-2026-000002", 19_800);
        assert_eq!((numbers(&proposal), proposal.is_sure()), (vec![1, 2], true));
        let foreign = proposed(&town(), "", "BC-2026-000001 BC-2026-000003", 26_400);
        assert_eq!((numbers(&foreign), foreign.is_sure()), (vec![1, 3], false));
        let one = proposed(&town(), "", "BC-2026-000001 BC-2026-000002", 6_600);
        assert_eq!((numbers(&one), one.is_sure()), (vec![2], false));
        let neither = proposed(&town(), "", "BC-2026-000001 BC-2026-000002", 20_000);
        assert_eq!((numbers(&neither), neither.is_sure()), (vec![1, 2], false));
        assert!(neither.reasons.contains(&Reason::OtherSum));
    }

    #[test]
    fn a_name_with_its_amount_is_likely_and_never_sure() {
        let proposal = proposed(&town(), "S.A.R.L. ATELIER DURAND", "Facture", 6_600);
        assert_eq!((numbers(&proposal), proposal.score, proposal.is_sure()), (vec![2], 80, false));
        let all = proposed(&town(), "atelier durand", "", 19_800);
        assert_eq!((numbers(&all), all.reasons.contains(&Reason::Sum(2))), (vec![1, 2], true));
        let other = proposed(&town(), "atelier durand", "", 1);
        assert_eq!((numbers(&other), other.account), (Vec::new(), Some(AccountId(10))));
        let only = proposed(&town(), "Menuiserie Petit", "", 10_000);
        assert_eq!((numbers(&only), only.is_sure()), (vec![3], false));
    }

    #[test]
    fn where_two_fit_nobody_is_preferred_for_sure() {
        let mut waiting = town();
        waiting.add(&order(7, 10, "Atelier Durand SARL", 13_200));
        let two = proposed(&waiting, "Atelier Durand", "", 13_200);
        assert!(two.reasons.contains(&Reason::SeveralFit) && !two.is_sure());
        assert_eq!(numbers(&two), [1], "the oldest is shown");
        let namesakes = proposed(&waiting, "Martin", "", 5_000);
        assert!(!namesakes.is_something() && namesakes.reasons.contains(&Reason::SeveralNames));
    }

    #[test]
    fn nobody_known_waits() {
        assert!(!proposed(&town(), "Inconnu", "merci", 13_200).is_something());
        let only = proposed(&town(), "Inconnu", "merci", 777);
        assert_eq!((numbers(&only), only.score), (vec![6], 30));
    }

    #[test]
    fn what_a_sure_line_pays_is_not_proposed_again() {
        let mut waiting = town();
        let first = proposed(&waiting, "", "BC-2026-000001", 13_200);
        waiting.claim(&first);
        let second = proposed(&waiting, "", "BC-2026-000001", 13_200);
        assert_eq!((numbers(&second), second.is_sure()), (vec![1], false));
        assert!(second.reasons.contains(&Reason::Ended), "it would become an advance");
    }

    #[test]
    fn doubts_lie_in_the_line_too() {
        let waiting = town();
        let told = Told { texts: vec!["BC-2026-000001".into()], ..Told::default() };
        let line = Movement { kind: LineKind::Credit, cents: 13_200, payer: "", told: &told, is_own: true };
        assert!(waiting.propose(line).is_sure());
        assert!(!waiting.propose(Movement { is_own: false, ..line }).is_sure());
        assert!(!waiting.propose(Movement { kind: LineKind::Returned, ..line }).is_sure());
        assert!(!waiting.propose(Movement { kind: LineKind::TakenBack, ..line }).is_something());
        assert!(!proposed(&waiting, "", "XBC-2026-000001", 13_200).is_sure(), "glued to a letter");
    }

    proptest! {
        /// Against the plainest rule there is: sure means that the orders named are open and of one account, and that all that
        /// is due of them is exactly what came.
        #[test]
        fn sure_is_named_and_exact(
            dues in prop::collection::vec((1i64..6, 1i64..4), 1..8),
            named in prop::collection::vec(1i64..10, 0..4),
            payer in prop::sample::select(vec!["", "Un", "Deux"]),
            cents in 1i64..20,
        ) {
            let mut waiting = Waiting::default();
            for (place, (due, account)) in (1..).zip(&dues) {
                waiting.add(&order(place, *account, if *account == 1 { "Un" } else { "Deux" }, *due));
            }
            let text: Vec<String> = named.iter().map(|place| number(*place).to_string()).collect();
            let proposal = proposed(&waiting, payer, &text.join(" "), cents);
            let mut once: Vec<i64> = Vec::new();
            for place in named {
                if !once.contains(&place) && usize::try_from(place).unwrap() <= dues.len() {
                    once.push(place);
                }
            }
            let of = |place: &i64| dues[usize::try_from(*place - 1).unwrap()];
            let fits = !once.is_empty()
                && once.iter().map(|place| of(place).0).sum::<i64>() == cents
                && once.iter().all(|place| of(place).1 == of(&once[0]).1);
            prop_assert_eq!(proposal.is_sure(), fits, "{:?}", proposal);
            if fits {
                prop_assert_eq!(numbers(&proposal), once);
            }
        }
    }
}
