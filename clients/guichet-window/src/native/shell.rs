//! The loop between the system and egui: what happens goes in, and what egui wants shown is drawn by the processor (ADR 0013).

use std::num::NonZeroU32;
use std::rc::Rc;
use std::time::{Duration, Instant};

use egui::{Context, ViewportBuilder, ViewportCommand, ViewportEvent, ViewportId, ViewportInfo};
use egui_software_backend::{BufferMutRef, ColorFieldOrder, EguiSoftwareRender};
use egui_winit::accesskit_winit;
use softbuffer::Surface;
use winit::application::ApplicationHandler;
use winit::event::WindowEvent;
use winit::event_loop::{ActiveEventLoop, ControlFlow, EventLoop, EventLoopProxy, OwnedDisplayHandle};
use winit::window::{Window, WindowId};

use super::app::App;

/// What turns while the server is asked is drawn thirty times a second at most: no screen is waited for, and nothing else would slow it down.
const PICTURE: Duration = Duration::from_millis(33);

/// Opens a window with what `make` makes, and returns when it is closed.
///
/// # Errors
/// There is no display, or none that can be drawn on.
pub(super) fn run(viewport: ViewportBuilder, make: impl FnOnce(&Context) -> App) -> Result<(), String> {
    let events = EventLoop::with_user_event().build().map_err(said)?;
    let display = softbuffer::Context::new(events.owned_display_handle()).map_err(said)?;
    let mut shell = Shell {
        make: Some(make),
        viewport,
        display,
        proxy: events.create_proxy(),
        shown: None,
        drawn_at: None,
        draws_at: None,
        failed: None,
    };
    events.run_app(&mut shell).map_err(said)?;
    shell.failed.map_or(Ok(()), Err)
}

fn said(error: impl std::error::Error) -> String {
    error.to_string()
}

/// What waits for its time is drawn at it.
#[allow(clippy::disallowed_methods, reason = "a monotonic clock to wait by, not the time of day")]
fn now() -> Instant {
    Instant::now()
}

/// What reaches the loop beside what the system tells.
enum Nudge {
    /// egui wants to be drawn then.
    Draw(Instant),
    /// A screen reader asks, or acts.
    Reader(accesskit_winit::Event),
}

impl From<accesskit_winit::Event> for Nudge {
    fn from(event: accesskit_winit::Event) -> Nudge {
        Nudge::Reader(event)
    }
}

struct Shell<Make> {
    /// Taken when the window is made: some systems have no display before the loop runs.
    make: Option<Make>,
    viewport: ViewportBuilder,
    display: softbuffer::Context<OwnedDisplayHandle>,
    proxy: EventLoopProxy<Nudge>,
    shown: Option<Shown>,
    drawn_at: Option<Instant>,
    draws_at: Option<Instant>,
    failed: Option<String>,
}

impl<Make: FnOnce(&Context) -> App> ApplicationHandler<Nudge> for Shell<Make> {
    fn resumed(&mut self, events: &ActiveEventLoop) {
        let Some(make) = self.make.take() else { return };
        match Shown::new(events, &self.viewport, &self.display, &self.proxy, make) {
            Ok(shown) => self.shown = Some(shown),
            Err(why) => self.fail(events, why),
        }
    }

    fn user_event(&mut self, _events: &ActiveEventLoop, nudge: Nudge) {
        match nudge {
            Nudge::Draw(at) => {
                let at = self.drawn_at.map_or(at, |drawn| at.max(drawn + PICTURE));
                self.draws_at = Some(self.draws_at.map_or(at, |before| before.min(at)));
            }
            Nudge::Reader(event) => {
                if let Some(shown) = &mut self.shown {
                    shown.serve_reader(event.window_event);
                }
            }
        }
    }

    fn window_event(&mut self, events: &ActiveEventLoop, _window: WindowId, event: WindowEvent) {
        let Some(shown) = &mut self.shown else { return };
        if matches!(event, WindowEvent::RedrawRequested) {
            self.drawn_at = Some(now());
            match shown.draw() {
                Ok(Next::Stays) => {}
                Ok(Next::Closes) => events.exit(),
                Err(why) => self.fail(events, why),
            }
        } else {
            shown.hear(&event);
        }
    }

    fn about_to_wait(&mut self, events: &ActiveEventLoop) {
        let due = self.draws_at.filter(|at| *at <= now());
        if let (Some(_), Some(shown)) = (due, &self.shown) {
            self.draws_at = None;
            shown.window.request_redraw();
        }
        events.set_control_flow(self.draws_at.map_or(ControlFlow::Wait, ControlFlow::WaitUntil));
    }

    /// The clipboard of Wayland must not outlive the loop's connection.
    fn exiting(&mut self, _events: &ActiveEventLoop) {
        self.shown = None;
    }
}

impl<Make> Shell<Make> {
    fn fail(&mut self, events: &ActiveEventLoop, why: String) {
        self.failed = Some(why);
        events.exit();
    }
}

/// Whether the window stays after what was drawn.
enum Next {
    Stays,
    Closes,
}

/// The window on the screen. Fields are dropped in this order: what rests on the window before it.
struct Shown {
    app: App,
    context: Context,
    input: egui_winit::State,
    info: ViewportInfo,
    pen: EguiSoftwareRender,
    surface: Surface<OwnedDisplayHandle, Rc<Window>>,
    window: Rc<Window>,
}

impl Shown {
    fn new(
        events: &ActiveEventLoop,
        viewport: &ViewportBuilder,
        display: &softbuffer::Context<OwnedDisplayHandle>,
        proxy: &EventLoopProxy<Nudge>,
        make: impl FnOnce(&Context) -> App,
    ) -> Result<Shown, String> {
        let context = Context::default();
        let nudges = proxy.clone();
        context.set_request_repaint_callback(move |wish| {
            // A loop that has ended draws nothing more.
            let _ = nudges.send_event(Nudge::Draw(now() + wish.delay));
        });
        // Screen readers are to know the window before it is seen.
        let hidden = viewport.clone().with_visible(false);
        let window = Rc::new(egui_winit::create_window(&context, events, &hidden).map_err(said)?);
        let surface = Surface::new(display, Rc::clone(&window)).map_err(said)?;
        let mut input = egui_winit::State::new(context.clone(), ViewportId::ROOT, &window, None, window.theme(), None);
        input.init_accesskit(events, &window, proxy.clone());
        let mut info = ViewportInfo::default();
        egui_winit::update_viewport_info(&mut info, &context, &window, true);
        let app = make(&context);
        let pen = EguiSoftwareRender::new(ColorFieldOrder::Bgra);
        let mut shown = Shown { app, context, input, info, pen, surface, window };
        shown.draw()?;
        shown.window.set_visible(true);
        shown.window.request_redraw();
        Ok(shown)
    }

    fn hear(&mut self, event: &WindowEvent) {
        if matches!(event, WindowEvent::CloseRequested) {
            self.info.events.push(ViewportEvent::Close);
            self.window.request_redraw();
        }
        if self.input.on_window_event(&self.window, event).repaint {
            self.window.request_redraw();
        }
    }

    fn serve_reader(&mut self, event: accesskit_winit::WindowEvent) {
        match event {
            accesskit_winit::WindowEvent::InitialTreeRequested => self.context.enable_accesskit(),
            accesskit_winit::WindowEvent::ActionRequested(wish) => self.input.on_accesskit_action_request(wish),
            accesskit_winit::WindowEvent::AccessibilityDeactivated => self.context.disable_accesskit(),
        }
        self.window.request_redraw();
    }

    /// Asks the app what stands in the window, and shows it.
    fn draw(&mut self) -> Result<Next, String> {
        let mut input = self.input.take_egui_input(&self.window);
        egui_winit::update_viewport_info(&mut self.info, &self.context, &self.window, false);
        input.viewports = [(ViewportId::ROOT, self.info.clone())].into_iter().collect();
        let closes = self.info.close_requested();
        self.info.events.clear();
        let output = self.context.run_ui(input, |ui| self.app.ui(ui));
        self.input.handle_platform_output(&self.window, output.platform_output);
        let commands: Vec<ViewportCommand> =
            output.viewport_output.into_values().flat_map(|viewport| viewport.commands).collect();
        if closes && !commands.contains(&ViewportCommand::CancelClose) {
            return Ok(Next::Closes);
        }
        egui_winit::process_viewport_commands(&self.context, &mut self.info, commands, &self.window, &mut Vec::new());
        if self.info.close_requested() {
            self.window.request_redraw();
        }
        let shapes = self.context.tessellate(output.shapes, output.pixels_per_point);
        self.paint(&shapes, &output.textures_delta, output.pixels_per_point)?;
        Ok(Next::Stays)
    }

    fn paint(
        &mut self,
        shapes: &[egui::ClippedPrimitive],
        textures: &egui::TexturesDelta,
        pixels_per_point: f32,
    ) -> Result<(), String> {
        let size = self.window.inner_size();
        // A window that is put away may have no size; what it has of letters is still taken in.
        let (width, height) = (size.width.max(1), size.height.max(1));
        let (across, down) =
            (NonZeroU32::new(width).unwrap_or(NonZeroU32::MIN), NonZeroU32::new(height).unwrap_or(NonZeroU32::MIN));
        self.surface.resize(across, down).map_err(said)?;
        let mut pixels = self.surface.buffer_mut().map_err(said)?;
        pixels.fill(0);
        let mut target = BufferMutRef::new(bytemuck::cast_slice_mut(&mut pixels), width as usize, height as usize);
        self.pen.render(&mut target, shapes, textures, pixels_per_point);
        self.window.pre_present_notify();
        pixels.present().map_err(said)
    }
}
