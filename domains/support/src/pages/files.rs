//! Files that come with a form, and files that are downloaded.

use std::time::Duration;

use axum::response::Response;
use jiff::{SignedDuration, Timestamp};
use kit_core::{AccountId, Clock, PersonId, Text};
use kit_db::Read;
use kit_files::{Deposit, Draft, FileKind, takes};
use kit_web::{
    Actor, FileForm, Filled, Full, Gate, Path, Permission, Place, PlaceLimits, Places, Room, Taking, WebError, Written,
    saved,
};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::Desk;
use crate::model::{ALONE_MB, CaseFileId, CaseNumber, LARGEST_FILE, MOST_FILES, Settings};
use crate::permissions::AnswerCases;
use crate::service::{self, CaseRefusal, Viewer};

/// How much a form with files may send, in bytes: the largest file, and some letters.
pub(super) const FILE_FORM: usize = (LARGEST_FILE as usize + 1) << 20;
/// How long it may take: a large file comes slowly over the line of a small office.
pub(super) const SENDING: Duration = Duration::from_secs(30 * 60);

/// Forms with files that customers are sending, in this process.
static CUSTOMERS: Places = Places::new(PlaceLimits { each: 2, account: 8, alone: 8, all: 64 });
/// Those of the staff, whom no customer keeps from answering.
static STAFF: Places = Places::new(PlaceLimits { each: 2, account: 64, alone: 64, all: 64 });
/// How long a customer whose form broke off, or came too slowly, waits for a place for the next: others want it, too.
const AGAIN: SignedDuration = SignedDuration::from_secs(120);
/// A form that is no larger takes no place: it is over in half a minute, as any other is. In bytes.
const SMALL: u64 = 64 << 10;

/// What a form offers: how many files, how large each may be, in megabytes, and what they may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Offer {
    most: i64,
    mb: i64,
    kinds: Vec<FileKind>,
}

impl Offer {
    /// Nothing where no files are taken.
    pub(super) fn of(read: &mut Read<'_>, are_kept: bool) -> Result<Option<Offer>, WebError> {
        let settings = service::settings(read)?;
        let most = i64::try_from(MOST_FILES).unwrap_or_default();
        let offer = Offer { most, mb: settings.file_mb, kinds: settings.kinds() };
        Ok((are_kept && offer.mb > 0).then_some(offer))
    }

    /// The same at this desk: who asks for himself or herself alone has little room.
    pub(super) fn at(self, desk: Desk) -> Offer {
        let mb = if desk.0.is_some() { self.mb } else { self.mb.min(ALONE_MB) };
        Offer { mb, ..self }
    }

    /// What the form says of it.
    pub(super) fn hint(&self) -> Text {
        let listed = |list: Text, kind: Text| Text::new("support-kinds-list").with("list", list).with("kind", kind);
        let hint = Text::new("support-files-hint").with("n", self.most).with("mb", self.mb);
        match self.kinds.iter().map(|kind| label(*kind)).reduce(listed) {
            Some(kinds) => Text::new("support-files-taken").with("hint", hint).with("kinds", kinds),
            None => hint,
        }
    }
}

/// What files are, for people.
pub(super) fn label(kind: FileKind) -> Text {
    match kind {
        FileKind::Image => Text::new("support-kind-image"),
        FileKind::Document => Text::new("support-kind-document"),
        FileKind::Text => Text::new("support-kind-text"),
        FileKind::Archive => Text::new("support-kind-archive"),
        FileKind::Media => Text::new("support-kind-media"),
        FileKind::Other | FileKind::Program => Text::new("support-kind-other"),
    }
}

/// A form that is about to be read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sending {
    person: PersonId,
    at: Timestamp,
    /// As many as it has at the most.
    bytes: u64,
}

impl Sending {
    pub(super) fn of<P: Permission>(gate: &Gate<P>, actor: &Actor, form: &FileForm) -> Result<Sending, WebError> {
        Ok(Sending { person: actor.person()?.id, at: gate.now(), bytes: form.size() })
    }

    fn enter(self, places: &'static Places, room: Room) -> Result<Option<Place>, Full> {
        if self.bytes <= SMALL { Ok(None) } else { places.enter(self.person, room, self.at).map(Some) }
    }

    /// How much its files may take at the most: all that comes, and no more than is kept of it.
    fn most(self, settings: &Settings) -> i64 {
        let kept = settings.largest_file().saturating_mul(MOST_FILES as u64);
        let bytes = self.bytes.min(FILE_FORM as u64).min(kept);
        i64::try_from(bytes).unwrap_or(i64::MAX).saturating_add(takes(0).saturating_mul(MOST_FILES as i64))
    }
}

/// A form of a customer's that may be read now.
pub(super) struct Begun {
    taking: Taking,
    place: Option<Place>,
    clock: Clock,
}

/// A form of a customer's while it is read. If that comes to no end, the next one waits.
struct Coming {
    place: Option<Place>,
    clock: Clock,
}

impl Begun {
    /// Reads the form; its place is to be held until what it brought is noted.
    pub(super) async fn fill<T: DeserializeOwned, P: Permission>(
        self,
        gate: &Gate<P>,
        form: FileForm,
    ) -> Result<(Filled<T>, Option<Place>), WebError> {
        let Begun { taking, place, clock } = self;
        let coming = Coming { place, clock };
        match form.fill(&gate.app().random, &taking).await {
            Err(error @ (WebError::TooSlow | WebError::BadRequest(_))) => Err(error),
            filled => {
                let place = coming.came();
                Ok((filled?, place))
            }
        }
    }
}

impl Coming {
    fn came(mut self) -> Option<Place> {
        self.place.take()
    }
}

impl Drop for Coming {
    fn drop(&mut self) {
        if let Some(place) = self.place.take() {
            place.leave_until(self.clock.now() + AGAIN);
        }
    }
}

/// What a form of the staff's takes, which is not held back, and its place: to be held until what it brought is noted.
pub(super) async fn taking<P: Permission>(
    gate: &Gate<P>,
    sending: Sending,
) -> Result<(Taking, Option<Place>), WebError> {
    let place = sending.enter(&STAFF, Room::Person(sending.person))?;
    Ok((taking_within(gate, &settings(gate).await?, i64::MAX), place))
}

/// Begins a form for a case that a customer sees.
pub(super) async fn begin_in_case<P: Permission>(
    gate: &Gate<P>,
    number: CaseNumber,
    sending: Sending,
) -> Result<Begun, WebError> {
    let desk = Desk::of(gate);
    begin(gate, sending, move |read, actor| {
        let case = service::seen(read, desk.viewer(actor)?, number)?.ok_or(WebError::NotFound)?;
        Ok(service::room_of(read, case.account, case.requester)?)
    })
    .await
}

/// Begins the form of a new case.
pub(super) async fn begin_new<P: Permission>(
    gate: &Gate<P>,
    account: AccountId,
    sending: Sending,
) -> Result<Begun, WebError> {
    begin(gate, sending, move |read, actor| Ok(service::room_of(read, Some(account), actor.person()?.id)?)).await
}

/// The room is looked at before anything is written, so that nobody fills the disk with what is refused in the end. What other forms may
/// still write is taken off it, as if they had.
async fn begin<P: Permission>(
    gate: &Gate<P>,
    sending: Sending,
    room: impl Fn(&mut Read<'_>, &Actor) -> Result<i64, WebError> + Send + 'static,
) -> Result<Begun, WebError> {
    let place = sending.enter(&CUSTOMERS, gate.account().map_or(Room::Person(sending.person), Room::Account))?;
    let settings = settings(gate).await?;
    let others = place.as_ref().map_or(0, |place| place.claim(sending.most(&settings)));
    let (_, room) = gate.read(room).await?;
    let taking = taking_within(gate, &settings, room.saturating_sub(others).max(0));
    if let Some(place) = &place {
        place.claims_at_most(taking.room);
    }
    Ok(Begun { taking, place, clock: gate.app().clock.clone() })
}

async fn settings<P: Permission>(gate: &Gate<P>) -> Result<Settings, WebError> {
    Ok(gate.read(|read, _| Ok(service::settings(read)?)).await?.1)
}

fn taking_within<P: Permission>(gate: &Gate<P>, settings: &Settings, room: i64) -> Taking {
    let largest = settings.largest_file();
    let most = if largest == 0 { 0 } else { MOST_FILES };
    let no_room = CaseRefusal::NoRoom.into();
    Taking { files: gate.app().files.clone(), most, largest, room, no_room, kinds: settings.kinds() }
}

/// Puts the files of a form in their places, right before the transaction that speaks of them.
pub(super) async fn keep<P: Permission>(gate: &Gate<P>, drafts: Vec<Draft>) -> Result<Deposit, WebError> {
    Deposit::of(&gate.app().files, drafts).await.map_err(|error| WebError::Fault(error.to_string()))
}

/// Whether nothing speaks of the files that came with a form. One that was sent again brought them a second time.
pub(super) fn not_spoken_of<R, E>(outcome: &Result<(Actor, Written<R, E>), WebError>) -> bool {
    !matches!(outcome, Ok((_, Written::Done(_))) | Err(WebError::Unknown))
}

/// A file in an address.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct FilePath {
    case: String,
    file: CaseFileId,
}

/// `GET /accounts/{account}/cases/{case}/files/{file}`, `GET /me/cases/{case}/files/{file}`
pub(crate) async fn download<P: Permission>(gate: Gate<P>, Path(path): Path<FilePath>) -> Result<Response, WebError> {
    let desk = Desk::of(&gate);
    send(&gate, path, move |actor| desk.viewer(actor)).await
}

/// `GET /staff/cases/{case}/files/{file}`
pub(crate) async fn download_as_staff(
    gate: Gate<AnswerCases>,
    Path(path): Path<FilePath>,
) -> Result<Response, WebError> {
    send(&gate, path, |_| Ok(Viewer::Staff)).await
}

async fn send<P: Permission>(
    gate: &Gate<P>,
    path: FilePath,
    viewer: impl Fn(&Actor) -> Result<Viewer, WebError> + Send + 'static,
) -> Result<Response, WebError> {
    let number: CaseNumber = path.case.parse().map_err(|_| WebError::NotFound)?;
    let find = move |read: &mut Read<'_>, actor: &Actor| {
        service::file(read, viewer(actor)?, number, path.file)?.ok_or(WebError::NotFound)
    };
    let (_, file) = gate.read(find).await?;
    let reading = gate.app().files.open(file.file).await.map_err(|error| WebError::Fault(error.to_string()))?;
    Ok(saved(&file.name, reading))
}

#[cfg(test)]
impl Offer {
    pub(super) fn sample() -> Offer {
        Offer { most: 10, mb: 25, kinds: FileKind::TAKEN.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_claims_what_is_kept_of_it() {
        let sending = |bytes| Sending { person: PersonId::from_raw(1), at: Timestamp::UNIX_EPOCH, bytes };
        let names = takes(0) * MOST_FILES as i64;
        let settings = Settings::default();
        assert_eq!(sending(1_000_000).most(&settings), 1_000_000 + names);
        assert_eq!(
            sending(u64::MAX).most(&settings),
            (250 << 20) + names,
            "ten files of 25 MB, however long it says it is"
        );
        let large = Settings { file_mb: LARGEST_FILE, ..Settings::default() };
        assert_eq!(sending(u64::MAX).most(&large), FILE_FORM as i64 + names);
    }

    #[test]
    fn who_asks_alone_is_offered_what_finds_room() {
        let offer = Offer::sample();
        assert_eq!((offer.clone().at(Desk(None)).mb, offer.at(Desk(Some(AccountId(1)))).mb), (ALONE_MB, 25));
    }
}
